namespace Exchange.Gateway.Contract;

/// <summary>The contract's closed words as the rooms know them, and back. Values that the rules refuse throw here.</summary>
internal static class Vocabulary
{
    public static V1.Level Level(Consent.Level level) => level switch
    {
        Consent.Level.Existence => V1.Level.Existence,
        Consent.Level.Anonymised => V1.Level.Anonymised,
        Consent.Level.Pseudonymised => V1.Level.Pseudonymised,
        Consent.Level.Full => V1.Level.Full,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "What may not be seen has no word in the contract."),
    };

    public static Consent.Relation Relation(V1.Relation relation) => relation switch
    {
        V1.Relation.Lead => Consent.Relation.Lead,
        V1.Relation.Duo => Consent.Relation.Duo,
        V1.Relation.Member => Consent.Relation.Member,
        V1.Relation.Backup => Consent.Relation.Backup,
        _ => throw new ArgumentOutOfRangeException(nameof(relation), relation, "Not a relation."),
    };

    public static V1.Relation Relation(Consent.Relation relation) => relation switch
    {
        Consent.Relation.None => V1.Relation.None,
        Consent.Relation.Lead => V1.Relation.Lead,
        Consent.Relation.Duo => V1.Relation.Duo,
        Consent.Relation.Member => V1.Relation.Member,
        Consent.Relation.Backup => V1.Relation.Backup,
        _ => throw new ArgumentOutOfRangeException(nameof(relation), relation, "Not a relation."),
    };

    public static V1.CaseState CaseState(Consent.CaseState state) => state switch
    {
        Consent.CaseState.Signal => V1.CaseState.Signal,
        Consent.CaseState.Weighed => V1.CaseState.Weighed,
        Consent.CaseState.Declined => V1.CaseState.Declined,
        Consent.CaseState.Active => V1.CaseState.Active,
        Consent.CaseState.OnHold => V1.CaseState.OnHold,
        Consent.CaseState.Closed => V1.CaseState.Closed,
        Consent.CaseState.Destroyed => V1.CaseState.Destroyed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
    };

    public static V1.Handling Handling(Consent.Handling handling) => handling switch
    {
        Consent.Handling.Open => V1.Handling.Open,
        Consent.Handling.AskSource => V1.Handling.AskSource,
        Consent.Handling.Secret => V1.Handling.Secret,
        _ => throw new ArgumentOutOfRangeException(nameof(handling), handling, "Not a handling that is kept."),
    };

    public static Consent.CaseState CaseState(V1.CaseState state) => state switch
    {
        V1.CaseState.Signal => Consent.CaseState.Signal,
        V1.CaseState.Weighed => Consent.CaseState.Weighed,
        V1.CaseState.Declined => Consent.CaseState.Declined,
        V1.CaseState.Active => Consent.CaseState.Active,
        V1.CaseState.OnHold => Consent.CaseState.OnHold,
        V1.CaseState.Closed => Consent.CaseState.Closed,
        V1.CaseState.Destroyed => Consent.CaseState.Destroyed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
    };

    public static V1.SourceState SourceState(Commands.SourceState state) => state switch
    {
        Commands.SourceState.Ok => V1.SourceState.Ok,
        Commands.SourceState.Stale => V1.SourceState.Stale,
        Commands.SourceState.Unavailable => V1.SourceState.Unavailable,
        Commands.SourceState.Refused => V1.SourceState.Refused,
        Commands.SourceState.Malformed => V1.SourceState.Malformed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a source."),
    };

    public static V1.RequestState RequestState(Dossiers.RequestState state) => state switch
    {
        Dossiers.RequestState.Open => V1.RequestState.Open,
        Dossiers.RequestState.Granted => V1.RequestState.Granted,
        Dossiers.RequestState.Refused => V1.RequestState.Refused,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a request."),
    };

    public static Dossiers.RequestState RequestState(V1.RequestState state) => state switch
    {
        V1.RequestState.Open => Dossiers.RequestState.Open,
        V1.RequestState.Granted => Dossiers.RequestState.Granted,
        V1.RequestState.Refused => Dossiers.RequestState.Refused,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a request."),
    };

    /// <summary>The handling, or null for the partner's default.</summary>
    public static Consent.Handling? Handling(V1.Handling handling) => handling switch
    {
        V1.Handling.Unspecified => null,
        V1.Handling.Open => Consent.Handling.Open,
        V1.Handling.AskSource => Consent.Handling.AskSource,
        V1.Handling.Secret => Consent.Handling.Secret,
        _ => throw new ArgumentOutOfRangeException(nameof(handling), handling, "Not a handling."),
    };

    /// <summary>The outcome of an entry of the log, or null for any.</summary>
    public static Audit.V1.Outcome? Outcome(V1.LogOutcome outcome) => outcome switch
    {
        V1.LogOutcome.Unspecified => null,
        V1.LogOutcome.Released => Audit.V1.Outcome.Released,
        V1.LogOutcome.Refused => Audit.V1.Outcome.Refused,
        V1.LogOutcome.Done => Audit.V1.Outcome.Done,
        V1.LogOutcome.Repeated => Audit.V1.Outcome.Repeated,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };

    public static V1.LogOutcome Outcome(Audit.V1.Outcome outcome) => outcome switch
    {
        Audit.V1.Outcome.Released => V1.LogOutcome.Released,
        Audit.V1.Outcome.Refused => V1.LogOutcome.Refused,
        Audit.V1.Outcome.Done => V1.LogOutcome.Done,
        Audit.V1.Outcome.Repeated => V1.LogOutcome.Repeated,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No entry is written with it."),
    };

    public static V1.NotificationKind NotificationKind(Dossiers.NotificationKind kind) => kind switch
    {
        Dossiers.NotificationKind.BreakGlass => V1.NotificationKind.BreakGlass,
        Dossiers.NotificationKind.ReleaseBlocked => V1.NotificationKind.ReleaseBlocked,
        Dossiers.NotificationKind.RecognitionReported => V1.NotificationKind.RecognitionReported,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of notification."),
    };
}
