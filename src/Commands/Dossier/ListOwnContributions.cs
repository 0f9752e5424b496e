using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A partner asks what it contributed.</summary>
/// <param name="Categories">The categories asked for; empty means all.</param>
/// <param name="PageSize">The most sections on a page; 0 leaves it to the gateway.</param>
/// <param name="PageToken">Where to go on, or empty.</param>
public sealed record OwnContributionsRequest(IReadOnlyList<string> Categories, int PageSize, string PageToken);

/// <summary>A section of the caller's own partner. It does not say of which case it is.</summary>
/// <param name="Section">The section, its newest version.</param>
/// <param name="Content">What it says, as contributed.</param>
/// <param name="Documents">The documents that are attached to it.</param>
public sealed record OwnContribution(Section Section, SectionContent Content, IReadOnlyList<KnownDocument> Documents);

/// <summary>One page of what a partner contributed.</summary>
/// <param name="Sections">The sections, in the order in which they were first contributed.</param>
/// <param name="NextPageToken">Where the next page begins, or empty on the last page.</param>
public sealed record OwnContributionsPage(IReadOnlyList<OwnContribution> Sections, string NextPageToken);

/// <summary>
/// Gives a partner back what it contributed, apart from any case or meeting: what an anonymised view leaves out, because a text
/// that the caller knows would name the person there.
/// </summary>
/// <remarks>
/// A role is given back the categories that it could see in full somewhere. Who never may, such as an analyst who never works
/// with names, does not read them here either.
/// </remarks>
public sealed class ListOwnContributions
{
    /// <summary>The most sections on a page.</summary>
    public const int MaxPageSize = 100;

    private const int DefaultPageSize = 50;

    // What a section costs besides its content: names, ground, dates, and 64 recipients of 64 characters.
    private const int SectionOverhead = 6 * 1024;
    private const int MaxPageBytes = GetBasisdossier.MaxPageBytes - (MaxPageSize * SectionOverhead);

    private readonly IDossierStore _store;
    private readonly CaseCipher _cipher;
    private readonly PageTokens _tokens;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;
    private readonly TimeProvider _time;

    internal ListOwnContributions(
        IDossierStore store, CaseCipher cipher, PageTokens tokens, EntryWriter entries, ReadRunner reads, TimeProvider time)
    {
        _store = store;
        _cipher = cipher;
        _tokens = tokens;
        _entries = entries;
        _reads = reads;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts a page into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, OwnContributionsRequest request, Func<OwnContributionsPage, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync(
            caller,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.OwnContributionsListed = new OwnContributionsListed { Page = 1 };
                return entry;
            },
            entry => DecideAsync(caller, request, encode, entry, cancellation),
            cancellation);

    private async Task<Outcome<Release<T>>> DecideAsync<T>(
        Admitted caller, OwnContributionsRequest request, Func<OwnContributionsPage, Encoded<T>> encode, Entry entry, CancellationToken cancellation)
    {
        var today = AmsterdamCalendar.DayOf(_time.GetUtcNow());
        var binding = PageTokens.Binding(caller, nameof(ListOwnContributions), request.Categories.Order(StringComparer.Ordinal));
        if (_tokens.ReadOrFirst(request.PageToken, binding) is not { } place)
            return Refusals.PageTokenInvalid;
        entry.OwnContributionsListed.Page = place.Page;
        if (request.Categories.Any(c => !caller.Covenant.Categories.ContainsKey(c)))
            return new Refusal(RefusalReason.CategoryUnknown, "The covenant does not define a category that the request names.");

        // 1. What may this role read of what its partner wrote?
        var readable = OwnCategories.ReadableBy(caller, today, cancellation);
        if (readable.Count == 0)
            return OwnCategories.None;
        if (request.Categories.Count > 0)
            readable.IntersectWith(request.Categories);

        // 2. What is there of it?
        var size = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var reading = await _store.ListOwnSectionsAsync(
            caller.Partnership,
            new OwnSectionsQuery(caller.Partner, readable, today, place.After, size, MaxPageBytes),
            cancellation).ConfigureAwait(false);

        // What a destroyed key leaves is not there.
        var own = reading.Sections
            .Where(s => s.Case.State != CaseState.Destroyed && _cipher.HasKey(caller.Partnership, s.Case.Id.Value))
            .ToList();
        var page = new OwnContributionsPage(
            [.. own.Select(s => new OwnContribution(s.Section, Decrypt(caller, s), _cipher.OpenAll(caller.Partnership, s.Case.Id, s.Section)))],
            reading.More ? _tokens.Issue(binding, new PageTokens.Place(reading.Sections[^1].Place, place.Page + 1)) : "");

        var cases = own.DistinctBy(s => s.Case.Id).ToList();
        entry.OwnContributionsListed.Count = own.Count;
        entry.OwnContributionsListed.Cases.AddRange(_entries.SealCases(entry, caller.Partnership, cases.Select(s => s.Case)));
        return new Release<T>(
            [new EpochGuard(null, reading.PartnershipEpoch), .. cases.Select(s => new EpochGuard(s.Case.Id.Value, s.CaseEpoch))],
            encode(page));
    }

    private SectionContent Decrypt(Admitted caller, OwnSection own) => SectionContent.FromBytes(_cipher.Decrypt(
        caller.Partnership, own.Case.Id.Value, own.Section.Id.Value, own.Section.Version, own.Section.EncryptedContent.Span));
}
