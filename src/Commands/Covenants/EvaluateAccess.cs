using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>What the covenant would decide is asked: about no case, and of nothing that is stored.</summary>
/// <param name="Input">What would be asked, by whom, in which circumstances.</param>
/// <param name="AtLeast">The least level that counts as yes; above none.</param>
public sealed record AccessEvaluation(Consent.DecisionInput Input, Level AtLeast);

/// <summary>What the covenant would decide.</summary>
/// <param name="IsPermitted">Whether the level is at least the one that was asked for.</param>
/// <param name="Decision">The level, article and reason.</param>
/// <param name="Covenant">The SHA-256 of the covenant that says so.</param>
public sealed record EvaluatedAccess(bool IsPermitted, Decision Decision, ReadOnlyMemory<byte> Covenant);

/// <summary>How far several evaluations go (OpenID AuthZEN 1.0, <c>evaluations_semantic</c>).</summary>
public enum EvaluationSemantic
{
    /// <summary>All of them.</summary>
    ExecuteAll,

    /// <summary>To the first that is not permitted, that one included.</summary>
    DenyOnFirstDeny,

    /// <summary>To the first that is permitted, that one included.</summary>
    PermitOnFirstPermit,
}

/// <summary>
/// Says what the covenant in force would decide: the engine that decides about cases, without a case. A partner asks for itself; jurists
/// and reviewers ask for anybody.
/// </summary>
public sealed class EvaluateAccess
{
    /// <summary>The most evaluations of one request.</summary>
    public const int MaxEvaluations = 100;

    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;

    internal EvaluateAccess(EntryWriter entries, ReadRunner reads) => (_entries, _reads) = (entries, reads);

    /// <summary>Answers each evaluation as far as the semantic goes, each with an entry of its own; all of them or none.</summary>
    /// <typeparam name="T">The endpoint's answer to one.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="evaluations">What is asked; at least one.</param>
    /// <param name="semantic">How far to go.</param>
    /// <param name="encode">Puts one answer into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public async Task<Outcome<IReadOnlyList<Released<T>>>> HandleAsync<T>(
        Admitted caller,
        IReadOnlyList<AccessEvaluation> evaluations,
        EvaluationSemantic semantic,
        Func<EvaluatedAccess, Encoded<T>> encode,
        CancellationToken cancellation)
    {
        // 1. May all of it be asked?
        if (caller.Role != Jurists.Role && !Reviewers.Are(caller.Role) && evaluations.FirstOrDefault(e => e.Input.Partner != caller.Partner) is { } forAnother)
        {
            return await _entries.RefuseAsync(
                caller.Partnership,
                Draft(caller, forAnother, null),
                Refusals.ActNotAllowed("A partner asks for itself; only jurists and reviewers ask for others.")).ConfigureAwait(false);
        }

        // 2. Decide.
        var evaluated = new List<(AccessEvaluation Asked, EvaluatedAccess Answer)>();
        foreach (var asked in evaluations)
        {
            var decision = caller.Covenant.Decide(asked.Input);
            var answer = new EvaluatedAccess(decision.Level >= asked.AtLeast, decision, caller.Covenant.Digest);
            evaluated.Add((asked, answer));
            if (semantic == (answer.IsPermitted ? EvaluationSemantic.PermitOnFirstPermit : EvaluationSemantic.DenyOnFirstDeny))
                break;
        }

        // 3. On the log, or not at all; under one nonce, as the messages of a stream.
        var nonce = EntryWriter.MakeNonce();
        var outcomes = await Task.WhenAll(evaluated.Select(of => _reads.RunAsync(
            caller,
            () => Draft(caller, of.Asked, of.Answer),
            _ => Task.FromResult<Outcome<Release<T>>>(new Release<T>([], encode(of.Answer))),
            nonce,
            cancellation))).ConfigureAwait(false);
        foreach (var outcome in outcomes)
        {
            if (outcome.Refusal is { } refusal)
                return refusal;
        }

        return outcomes.Select(o => o.Value!).ToArray();
    }

    // Only words that the covenant or its language defines go on the log in the clear.
    private Entry Draft(Admitted caller, AccessEvaluation asked, EvaluatedAccess? answer)
    {
        var (covenant, input) = (caller.Covenant, asked.Input);
        var entry = _entries.Draft(caller);
        entry.DecisionInput = new Audit.V1.DecisionInput
        {
            Forum = input.Forum == Consent.DecisionInput.NoForum || (input.Forum is not null && covenant.Forums.ContainsKey(input.Forum)) ? input.Forum : "",
            Purpose = input.Purpose is not null && covenant.Purposes.Contains(input.Purpose) ? input.Purpose : "",
            CaseState = Word(input.Case),
            Consent = Word(input.Consent),
            Date = input.Date?.ToString("O") ?? "",
            Restriction = Word(input.Restriction),
        };
        entry.AccessEvaluated = new AccessEvaluated
        {
            Partner = Known(input.Partner, covenant.Partners.ContainsKey),
            Role = Known(input.Role, covenant.AssertableRoles.Contains),
            Roles = { (input.Roles ?? []).Where(covenant.AssertableRoles.Contains) },
            Relation = Word(input.Relation),
            Category = Known(input.Category, covenant.Categories.ContainsKey),
            Source = Known(input.Source, covenant.Partners.ContainsKey),
            Secrecy = Word(input.Secrecy),
            Handling = Word(input.Handling),
            LeastLevel = Words.Of(asked.AtLeast),
            Level = answer is null ? "" : Words.Of(answer.Decision.Level),
            Article = answer?.Decision.Article ?? "",
            DecidedBecause = answer is null ? "" : Words.Of(answer.Decision.Reason),
        };
        return entry;
    }

    private static string Known(string? word, Func<string, bool> isDefined) => word is not null && isDefined(word) ? word : "";

    private static string Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Words.Of(known) : "";
}
