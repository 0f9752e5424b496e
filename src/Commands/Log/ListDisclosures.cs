using Exchange.Audit.V1;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Commands;

/// <summary>A source's register of disclosures is asked for.</summary>
/// <param name="Source">The source.</param>
/// <param name="From">From this moment on, or null.</param>
/// <param name="Until">Before this moment, or null.</param>
/// <param name="PageSize">The most entries whose disclosures a page holds; 0 leaves it to the gateway.</param>
/// <param name="PageToken">Where to go on, or empty.</param>
public sealed record DisclosuresRequest(string Source, DateTimeOffset? From, DateTimeOffset? Until, int PageSize, string PageToken);

/// <summary>What one answer released of one category of a source.</summary>
/// <param name="Item">The entry that tells of it.</param>
/// <param name="Decision">What was released.</param>
public sealed record DisclosureFound(LogItem Item, LogDecision Decision);

/// <summary>One page of a register.</summary>
/// <param name="Disclosures">The disclosures, the newest first.</param>
/// <param name="NextPageToken">Where the next page begins, or empty.</param>
public sealed record DisclosuresPage(IReadOnlyList<DisclosureFound> Disclosures, string NextPageToken);

/// <summary>
/// A source's own register of what was disclosed of its data (<em>verstrekkingenregister</em>, Wpg art. 32): to whom, what, when, on which
/// ground and for which purpose. It is read from the log, so nothing is disclosed that is not in it.
/// </summary>
public sealed class ListDisclosures
{
    private const int DefaultPageSize = 50;

    private readonly LogLook _looks;
    private readonly LogFinder _log;
    private readonly PageTokens _tokens;

    internal ListDisclosures(LogLook looks, LogFinder log, PageTokens tokens)
    {
        _looks = looks;
        _log = log;
        _tokens = tokens;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts a page into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, DisclosuresRequest request, Func<DisclosuresPage, Encoded<T>> encode, CancellationToken cancellation) =>
        _looks.RunAsync<T>(
            caller,
            entry => entry.LogDisclosuresListed = new LogDisclosuresListed(),
            async entry =>
            {
                // 1. Whose register? A controller has its own units' only.
                if (!caller.Covenant.Partners.TryGetValue(request.Source, out var source) || source.Controller != caller.Controller)
                    return new Refusal(RefusalReason.PartnerUnknown, "The source is no partner of the caller's controller.");
                var told = entry.LogDisclosuresListed;
                told.Source = source.Id;
                told.From = request.From is { } from ? Timestamp.FromDateTimeOffset(from) : null;
                told.Until = request.Until is { } until ? Timestamp.FromDateTimeOffset(until) : null;
                var filter = LogFilter.Anything with { From = request.From, Until = request.Until, Released = source.Id };
                var binding = PageTokens.Binding(caller, nameof(ListDisclosures), filter.Parts);
                var place = new PageTokens.Place(long.MaxValue, 1);
                if (request.PageToken.Length > 0)
                {
                    if (_tokens.Read(request.PageToken, binding) is not { } known)
                        return Refusals.PageTokenInvalid;
                    place = known;
                }

                // 2. What was released of it, from new to old.
                var pageSize = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, SearchLog.MaxPageSize);
                var found = await _log.FindAsync(caller, filter, _log.Fitting(caller, filter), place.After, pageSize, cancellation).ConfigureAwait(false);
                List<DisclosureFound> disclosures =
                [
                    .. found.Items.SelectMany(item => item.Decisions.Where(d => d.Source == source.Id && d.Released > 0).Select(d => new DisclosureFound(item, d))),
                ];
                (told.Page, told.Count) = (place.Page, disclosures.Count);
                return encode(new DisclosuresPage(
                    disclosures, found.Before > 0 ? _tokens.Issue(binding, new PageTokens.Place(found.Before, place.Page + 1)) : ""));
            },
            cancellation);
}
