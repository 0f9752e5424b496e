using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Commands;

/// <summary>One thing that decides who may see what.</summary>
/// <param name="What">What it is, without a name of a person.</param>
/// <param name="Partner">The partner that it is about, or empty.</param>
/// <param name="Detail">The rest of it; never printed.</param>
/// <param name="MustBeRecorded">Whether the records must have it: an old consent they may have forgotten.</param>
internal sealed record StateFact(string What, string Partner, string Detail, bool MustBeRecorded = true);

/// <summary>What the entries of a log, taken in their order, say is in force.</summary>
/// <param name="open">Opens something sealed; null when its key is destroyed.</param>
internal sealed class RebuiltState(Func<Sealed, byte[]?> open)
{
    private const string Still = "open", Closed = "closed";

    private readonly Dictionary<string, StateFact> _facts = new(StringComparer.Ordinal);
    private long _activations;
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    /// <summary>What is in force.</summary>
    public IReadOnlySet<StateFact> Facts => _facts.Values.ToHashSet();

    /// <summary>How many things nobody can read any more.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Whether what the records have may be something that nobody can read on the log any more.</summary>
    public bool IsUnreadable(StateFact fact) => _hidden.Contains(fact.Partner);

    /// <summary>The same of what is recorded.</summary>
    public static HashSet<StateFact> Of(RecordedState recorded)
    {
        var facts = new HashSet<StateFact>();
        if (recorded.Covenant is { IsEmpty: false } covenant)
            facts.Add(OfCovenant(covenant.Span));
        foreach (var (id, member) in recorded.Team)
            facts.Add(OfMember(id.Value, member.Partner, member.Actor, Words.Of(member.Relation)));
        foreach (var meeting in recorded.Meetings)
        {
            facts.Add(OfMeeting(meeting.Id.Value, meeting.Forum, meeting.OpensAt, meeting.StartsAt, meeting.EndsAt, meeting.ClosedAt is not null));
            facts.UnionWith(meeting.Attendees.Select(a => OfAttendee(meeting.Id.Value, a.Partner, a.Actor)));
            facts.UnionWith(meeting.Agenda.Select(a => OfAgenda(meeting.Id.Value, a.Case.Value)));
            facts.UnionWith(meeting.Agenda.Where(a => a.WithdrawnAt is not null).Select(a => OfWithdrawal(meeting.Id.Value, a.Case.Value)));
        }

        foreach (var (version, text) in recorded.Covenants)
        {
            facts.Add(OfVersion(text.Span)); // what stands there, whatever it is named by
            if (version.Activation is { } activation)
                facts.Add(OfActivation(activation.Number, version.Digest.Span, (activation.Replaces ?? default).Span, version.From.ToString("O", CultureInfo.InvariantCulture)));
            foreach (var signature in version.Signatures)
            {
                facts.Add(OfSignature(
                    version.Digest.Span,
                    signature.Replaces.Span,
                    signature.Oin,
                    SHA256.HashData(Encoding.ASCII.GetBytes(signature.Jws)),
                    SHA256.HashData(signature.PublicKey.Span)));
            }
        }

        facts.UnionWith(recorded.Glass.Select(g => OfGlass(g.Case.Value, g.Partner, g.Actor, g.Glass.Role, g.Glass.Purpose, g.Glass.Until)));
        facts.UnionWith(recorded.Grants.Select(g => OfGrant(g.Request.Value, g.Recipient, g.Purpose, g.Until)));
        return facts;
    }

    /// <summary>Takes the next entry.</summary>
    public void Take(Entry entry)
    {
        if (entry.Outcome != Audit.V1.Outcome.Done)
            return;
        switch (entry.EventCase)
        {
            case Entry.EventOneofCase.CovenantProposed:
                Add(OfVersion(entry.CovenantProposed.Digest.Span));
                break;
            case Entry.EventOneofCase.CovenantSigned:
                Add(OfSignature(
                    entry.CovenantSigned.Digest.Span, entry.CovenantSigned.Replaces.Span, entry.CovenantSigned.Oin, entry.Evidence.JwsSha256.Span, entry.Evidence.KeySha256.Span));
                break;
            case Entry.EventOneofCase.CovenantActivated when entry.CovenantActivated.Digest.IsEmpty:
                _facts["covenant"] = OfCovenant(entry.CovenantDigest.Span);
                break;
            case Entry.EventOneofCase.CovenantActivated:
                var activated = entry.CovenantActivated;
                _facts["covenant"] = OfCovenant(activated.Digest.Span);
                Add(OfVersion(activated.Digest.Span)); // the first was not proposed
                Add(OfActivation(++_activations, activated.Digest.Span, activated.Replaces.Span, activated.From));
                break;
            case Entry.EventOneofCase.CaseOpened:
                foreach (var member in entry.CaseOpened.Team)
                    Take(entry.CaseAndSubject, member);
                break;
            case Entry.EventOneofCase.TeamChanged:
                Take(entry.CaseAndSubject, entry.TeamChanged);
                break;
            case Entry.EventOneofCase.MeetingPlanned:
                Take(entry.MeetingId, entry.MeetingPlanned);
                break;
            case Entry.EventOneofCase.MeetingClosed when _facts.GetValueOrDefault("meeting " + entry.MeetingId) is { } planned:
                _facts["meeting " + entry.MeetingId] = planned with { Detail = planned.Detail.Replace(Still, Closed, StringComparison.Ordinal) };
                break;
            case Entry.EventOneofCase.RecognitionReported when CaseOf(entry.CaseAndSubject) is { } recognised:
                Add(OfWithdrawal(entry.MeetingId, recognised));
                break;
            case Entry.EventOneofCase.RecognitionReported:
                Hide("");
                break;
            case Entry.EventOneofCase.GlassBroken when CaseOf(entry.CaseAndSubject) is { } broken && Text(entry.Caller.Actor) is { } breaker:
                var (caller, purpose) = (entry.Caller, entry.DecisionInput.Purpose);
                _facts[$"glass {broken} {caller.Partner} {breaker} {caller.Role} {purpose}"] =
                    OfGlass(broken, caller.Partner, breaker, caller.Role, purpose, Moment(entry.GlassBroken.Until));
                break;
            case Entry.EventOneofCase.GlassBroken:
                Hide(entry.Caller.Partner);
                break;
            case Entry.EventOneofCase.SourceAnswered when entry.SourceAnswered.GrantedUntil is { } until:
                _facts["request " + entry.SourceAnswered.RequestId] =
                    OfGrant(entry.SourceAnswered.RequestId, entry.SourceAnswered.Recipient, entry.SourceAnswered.Purpose, until.ToDateTimeOffset());
                break;
            case Entry.EventOneofCase.SourceAnswered:
                _facts.Remove("request " + entry.SourceAnswered.RequestId);
                break;
        }
    }

    private void Add(StateFact fact) => _facts[$"{fact.What} {fact.Detail}"] = fact;

    private void Take(Sealed? about, Audit.V1.TeamChanged member)
    {
        if (CaseOf(about) is not { } id || Text(member.Actor) is not { } actor)
        {
            Hide(member.Partner);
            return;
        }

        var key = $"member {id} {member.Partner} {actor}";
        if (member.Relation == Words.Of(Consent.Relation.None))
            _facts.Remove(key);
        else
            _facts[key] = OfMember(id, member.Partner, actor, member.Relation);
    }

    private void Take(string id, Audit.V1.MeetingPlanned planned)
    {
        _facts["meeting " + id] = OfMeeting(id, planned.Forum, Moment(planned.OpensAt), Moment(planned.StartsAt), Moment(planned.EndsAt), closed: false);
        foreach (var attendee in planned.Attendees)
        {
            if (Text(attendee.Actor) is { } actor)
                _facts[$"attendee {id} {attendee.Partner} {actor}"] = OfAttendee(id, attendee.Partner, actor);
            else
                Hide(attendee.Partner);
        }

        foreach (var @case in planned.Agenda)
        {
            if (CaseOf(@case) is { } known)
                _facts[$"agenda {id} {known}"] = OfAgenda(id, known);
            else
                Hide("");
        }
    }

    private void Hide(string partner)
    {
        Unreadable++;
        _hidden.Add(partner);
    }

    private string? CaseOf(Sealed? about) =>
        about is not null && open(about) is { } known ? CaseAndSubject.Parser.ParseFrom(known).CaseId : null;

    private string? Text(Sealed? value) => value is not null && open(value) is { } text ? Encoding.UTF8.GetString(text) : null;

    private static DateTimeOffset Moment(Timestamp? moment) => moment?.ToDateTimeOffset() ?? default;

    private static StateFact OfCovenant(ReadOnlySpan<byte> digest) => new($"covenant {Convert.ToHexStringLower(digest)}", "none", "");

    private static StateFact OfVersion(ReadOnlySpan<byte> digest) => new($"version {Convert.ToHexStringLower(digest)} of a covenant", "none", "");

    private static StateFact OfActivation(long number, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> replaces, string from) => new(
        $"activation {number} of a covenant",
        "none",
        $"{Convert.ToHexStringLower(digest)} {Convert.ToHexStringLower(replaces)} {from}");

    private static StateFact OfSignature(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> replaces, string oin, ReadOnlySpan<byte> jws, ReadOnlySpan<byte> key) => new(
        $"the signature of {oin} under covenant {Convert.ToHexStringLower(digest)}",
        "none",
        $"{Convert.ToHexStringLower(replaces)} {Convert.ToHexStringLower(jws)} {Convert.ToHexStringLower(key)}");

    private static StateFact OfMember(string id, string partner, string actor, string relation) =>
        new($"a {relation} of {partner} in the team of case {id}", partner, actor);

    private static StateFact OfMeeting(string id, string forum, DateTimeOffset opens, DateTimeOffset starts, DateTimeOffset ends, bool closed) => new(
        $"meeting {id}",
        "none",
        string.Create(CultureInfo.InvariantCulture, $"{forum} {opens.UtcTicks} {starts.UtcTicks} {ends.UtcTicks} {(closed ? Closed : Still)}"));

    private static StateFact OfAttendee(string id, string partner, string actor) => new($"an attendee of {partner} at meeting {id}", partner, actor);

    private static StateFact OfAgenda(string id, string caseId) => new($"case {caseId} on the agenda of meeting {id}", "", "");

    private static StateFact OfWithdrawal(string id, string caseId) => new($"the withdrawal of the views of case {caseId} from meeting {id}", "", "");

    private static StateFact OfGlass(string id, string partner, string actor, string role, string purpose, DateTimeOffset until) => new(
        $"a break-glass of {partner} on case {id}",
        partner,
        string.Create(CultureInfo.InvariantCulture, $"{actor} {role} {purpose} {until.UtcTicks}"),
        MustBeRecorded: false);

    private static StateFact OfGrant(string id, string recipient, string purpose, DateTimeOffset until) => new(
        $"the consent to request {id} of {recipient}",
        "none",
        string.Create(CultureInfo.InvariantCulture, $"{purpose} {until.UtcTicks}"),
        MustBeRecorded: false);
}
