using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>Somebody asks who would see what it might contribute.</summary>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Reference">The case, as the caller names it.</param>
/// <param name="Terms">What would be contributed, but for what it says.</param>
public sealed record PreviewRequest(string Purpose, CaseReference Reference, OfferedTerms Terms);

/// <summary>A section that might be offered, but for what it says.</summary>
/// <param name="Category">The category.</param>
/// <param name="Ground">The ground, word for word as in the covenant.</param>
/// <param name="Handling">The handling, or null for the partner's default.</param>
/// <param name="EmbargoUntil">Held back until then, or null.</param>
/// <param name="Recipients">Partners that need not ask.</param>
/// <param name="SecrecyLifted">Whether the professional would lift secrecy.</param>
public sealed record OfferedTerms(
    string Category, string Ground, Handling? Handling, DateTimeOffset? EmbargoUntil, IReadOnlyList<string> Recipients, bool SecrecyLifted);

/// <summary>Who would see a contribution.</summary>
/// <param name="Rows">Who would see it, and how much; whoever is in no row would not know of it.</param>
/// <param name="EmbargoUntil">Nobody before then, or null.</param>
public sealed record ContributionAudience(IReadOnlyList<AudienceRow> Rows, DateTimeOffset? EmbargoUntil);

/// <summary>
/// Tells a partner, before it sends anything, who would see a contribution, at which level and by which article. It is refused
/// where the contribution would be.
/// </summary>
/// <remarks>
/// The case's state is told only to who has a full view of it: to anybody else the answer is what holds in any state that a case
/// can have once it is weighed.
/// </remarks>
public sealed class PreviewContribution
{
    private static readonly CaseState[] OnceWeighed =
        [CaseState.Weighed, CaseState.Declined, CaseState.Active, CaseState.OnHold, CaseState.Closed];

    private readonly CaseAccess _access;
    private readonly SectionSealer _sealer;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;
    private readonly TimeProvider _time;

    internal PreviewContribution(CaseAccess access, SectionSealer sealer, EntryWriter entries, ReadRunner reads, TimeProvider time)
    {
        _access = access;
        _sealer = sealer;
        _entries = entries;
        _reads = reads;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What might be contributed.</param>
    /// <param name="encode">Puts the answer into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, PreviewRequest request, Func<ContributionAudience, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync<T>(
            caller,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.ContributionPreviewed = new ContributionPreviewed
                {
                    Category = caller.Covenant.Categories.ContainsKey(request.Terms.Category) ? request.Terms.Category : "",
                    Ground = caller.Covenant.Articles.Any(a => a.Ground == request.Terms.Ground) ? request.Terms.Ground : "",
                };
                return entry;
            },
            async entry =>
            {
                // Whether the caller may know of the case comes first: nothing it offers may teach it that.
                var access = await _access.DecideAsync(caller, request.Purpose, request.Reference, entry, _entries, cancellation).ConfigureAwait(false);
                if (access.Value is not { } granted)
                    return access.Refusal!;
                if (_sealer.Check(caller.Covenant, caller.Partner, request.Terms) is { } refusal)
                    return refusal;

                CaseState[] states = granted.ViewLevel == Level.Full ? [granted.Case.Case.State] : OnceWeighed;
                var audience = new Audience(caller.Covenant, Imagine(caller, request.Terms), states, _time.GetUtcNow());
                return new Release<T>(
                    granted.Guards,
                    encode(new ContributionAudience(audience.Find(cancellation), request.Terms.EmbargoUntil)));
            },
            cancellation);

    // The section that it would be, for the rules that are about sections.
    private static Section Imagine(Admitted caller, OfferedTerms terms) => new()
    {
        Id = default,
        Category = terms.Category,
        Source = caller.Partner,
        Ground = terms.Ground,
        Handling = terms.Handling ?? caller.Covenant.Partners[caller.Partner].Handling,
        Recipients = terms.Recipients,
        Secrecy = terms.SecrecyLifted ? Secrecy.Lifted : Secrecy.NotLifted,
        KeepUntil = DateOnly.MaxValue,
        EncryptedContent = default,
    };
}
