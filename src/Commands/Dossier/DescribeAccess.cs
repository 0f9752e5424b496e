using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>Somebody asks what the covenant lets it see.</summary>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Reference">The case, as the caller names it.</param>
public sealed record AccessRequest(string Purpose, CaseReference Reference);

/// <summary>What the covenant lets one caller see of one case, whatever is stored in it.</summary>
/// <param name="Reference">How the case is known in the caller's view.</param>
/// <param name="Level">The level of the view.</param>
/// <param name="Rows">What may be seen, per category, of sources for which the same holds; what may not be seen has no row.</param>
public sealed record AccessDescription(ViewReference Reference, Level Level, IReadOnlyList<AccessRow> Rows);

/// <summary>What may be seen of one category from some sources.</summary>
/// <param name="Category">The category.</param>
/// <param name="Sources">The sources, in the order of the covenant.</param>
/// <param name="Terms">What may be seen of an open section as a rule; null for nothing.</param>
/// <param name="WhenSecrecyLifted">What may be seen once the professional lifted secrecy, where that differs; else null.</param>
public sealed record AccessRow(string Category, IReadOnlyList<string> Sources, AccessTerms? Terms, AccessTerms? WhenSecrecyLifted);

/// <summary>At which level, by which article, with which obligations.</summary>
/// <param name="Level">The level; never none.</param>
/// <param name="Article">The deciding article, or null when none is named.</param>
/// <param name="Obligations">What the recipient takes on.</param>
public sealed record AccessTerms(Level Level, Article? Article, StandingObligations Obligations);

/// <summary>
/// Describes what the covenant lets the caller see of a case, at a meeting, for a purpose: the same for an empty dossier and a full
/// one, for what is stored must not show in it.
/// </summary>
public sealed class DescribeAccess
{
    private readonly CaseAccess _access;
    private readonly Pseudonyms _pseudonyms;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;
    private readonly TimeProvider _time;

    internal DescribeAccess(CaseAccess access, Pseudonyms pseudonyms, EntryWriter entries, ReadRunner reads, TimeProvider time)
    {
        _access = access;
        _pseudonyms = pseudonyms;
        _entries = entries;
        _reads = reads;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts the description into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, AccessRequest request, Func<AccessDescription, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync<T>(
            caller,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.AccessDescribed = new AccessDescribed();
                return entry;
            },
            async entry =>
            {
                var access = await _access.DecideReadingAsync(caller, request.Purpose, request.Reference, entry, _entries, cancellation).ConfigureAwait(false);
                if (access.Value is not { } granted)
                    return access.Refusal!;
                var today = AmsterdamCalendar.DayOf(_time.GetUtcNow());
                var rows = Describe(caller.Covenant, granted.Sight, request.Purpose, today);
                entry.AccessDescribed.View = Words.Of(granted.ViewLevel);
                return new Release<T>(
                    granted.Guards,
                    encode(new AccessDescription(granted.Name(caller, request.Purpose, _pseudonyms, today), granted.ViewLevel, rows)));
            },
            cancellation);

    private static List<AccessRow> Describe(Covenant covenant, Sight sight, string purpose, DateOnly today)
    {
        var rows =
            from category in covenant.Categories.Keys
            from source in covenant.Partners.Keys
            let usual = Of(category, source, Secrecy.NotLifted)
            let lifted = Of(category, source, Secrecy.Lifted)
            where usual is not null || lifted is not null
            group source by (category, usual, lifted: lifted == usual ? null : lifted) into same
            select new AccessRow(same.Key.category, [.. same], same.Key.usual, same.Key.lifted);
        return [.. rows];

        AccessTerms? Of(string category, string source, Secrecy secrecy)
        {
            var decision = sight.Decide(category, source, secrecy, Handling.Open);
            if (decision.Level == Level.None)
                return null;
            var article = decision.Article is { } id ? covenant.Article(id) : null;
            return new AccessTerms(decision.Level, article, ObligationRules.For(decision, purpose, today));
        }
    }
}
