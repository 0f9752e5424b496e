using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>An entry that a reviewer may see, before anything sealed in it is opened.</summary>
/// <param name="Stored">The entry as it stands.</param>
/// <param name="Entry">What it says.</param>
/// <param name="Scope">How far the reviewer may look into it.</param>
/// <param name="Item">What the reviewer sees, without actor and case.</param>
internal sealed record SeenEntry(StoredLeaf Stored, Entry Entry, LogScope Scope, LogItem Item);

/// <summary>Reads entries as one reviewer may see them.</summary>
internal sealed class LogReader(ILogStore log, Sealing sealing, Pseudonyms pseudonyms, WiderViews wider)
{
    /// <summary>One entry; null when it does not exist or is not for this reviewer.</summary>
    public SeenEntry? Find(Admitted reviewer, long index) =>
        index < long.MaxValue && log.ReadBackwards(reviewer.Partnership, index + 1, 1) is [var stored] && stored.Index == index
            ? See(reviewer, stored)
            : null;

    /// <summary>What a reviewer may see of an entry; null when that is nothing.</summary>
    public SeenEntry? See(Admitted reviewer, StoredLeaf stored)
    {
        var entry = Entry.Parser.ParseFrom(stored.Leaf.Span);
        if (LogScope.Of(entry, reviewer.Covenant, reviewer.Controller, reviewer.Role, wider.Of(reviewer)) is not { } scope)
            return null;
        var isCaller = scope.Involvement.HasFlag(Involvement.Caller);
        var item = new LogItem(
            stored.Index, entry.Time.ToDateTimeOffset(), EventWords.NameOf(entry), scope.Involvement, entry.Outcome, entry.Reason)
        {
            Caller = entry.Caller is { } caller
                ? new LogCaller(caller.Controller, caller.Partner, caller.Role, scope.KnowsCase ? caller.Relation : "", null)
                : null,
            InnerReason = isCaller ? entry.InnerReason : "",
            Meeting = isCaller ? entry.MeetingId : "",
            Forum = entry.DecisionInput?.Forum ?? "",
            Purpose = entry.DecisionInput?.Purpose ?? "",
            Decisions = scope.Decisions,
            Details = scope.IsOpenedOnly ? EventWords.CircumstancesOf(entry) : EventWords.DetailsOf(entry),
            WiderBy = scope.Articles,
            CovenantDigest = entry.CovenantDigest.Memory,
        };
        return new SeenEntry(stored, entry, scope, item);
    }

    /// <summary>Opens what the reviewer may have opened: the actor of its own controller, and the case as a pseudonym.</summary>
    public LogItem Open(Admitted reviewer, SeenEntry seen)
    {
        var item = seen.Item;
        if (ActorOf(reviewer, seen) is { } actor)
            item = item with { Caller = item.Caller! with { Actor = actor } };
        if (seen.Scope.KnowsCase && Open(reviewer, seen.Entry.CaseAndSubject) is { } about)
            item = item with { CasePseudonym = pseudonyms.OfCaseInLog(reviewer.Partnership, reviewer.Controller, about.CaseId) };
        return item;
    }

    /// <summary>Who called, towards the reviewers of the caller's own controller; null when the key is destroyed.</summary>
    public string? ActorOf(Admitted reviewer, SeenEntry seen) =>
        seen.Scope.Involvement.HasFlag(Involvement.Caller) && Unseal(reviewer, seen.Entry.Caller.Actor) is { } actor
            ? Encoding.UTF8.GetString(actor)
            : null;

    /// <summary>
    /// The cases that an entry is about, as far as the reviewer may know of them: the one that it names, and towards the reviewers of the
    /// caller's own controller those that it lists. Without those of which the key is destroyed.
    /// </summary>
    public IReadOnlyList<CaseAndSubject> CasesOf(Admitted reviewer, SeenEntry seen)
    {
        IEnumerable<Sealed?> named = seen.Scope.KnowsCase ? [seen.Entry.CaseAndSubject] : [];
        if (seen.Scope.Involvement.HasFlag(Involvement.Caller))
            named = named.Concat(Listed(seen.Entry));
        return [.. named.Select(value => Open(reviewer, value)).OfType<CaseAndSubject>()];
    }

    /// <summary>The cases that an entry lists towards whoever called, sealed.</summary>
    public static IEnumerable<Sealed> Listed(Entry entry) => entry.EventCase switch
    {
        Entry.EventOneofCase.CasesListed => entry.CasesListed.Cases,
        Entry.EventOneofCase.OwnContributionsListed => entry.OwnContributionsListed.Cases,
        Entry.EventOneofCase.SourceRequestsRead => entry.SourceRequestsRead.Cases,
        _ => [],
    };

    private CaseAndSubject? Open(Admitted reviewer, Sealed? value) =>
        Unseal(reviewer, value) is { } about ? CaseAndSubject.Parser.ParseFrom(about) : null;

    private byte[]? Unseal(Admitted reviewer, Sealed? value) =>
        value is null ? null : sealing.Open(reviewer.Partnership, value.KeyId, value.Ciphertext.Span);
}
