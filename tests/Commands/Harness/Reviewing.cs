using System.Text.Json;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Harness;

/// <summary>Looks at the log as reviewers do.</summary>
internal static class Reviewing
{
    public const string Reason = "Een verzoek om inzage van de betrokkene.";

    public static readonly LogFilter Anything = LogFilter.Anything;

    private static readonly Lazy<Covenant> Loaded = new(() => Repository.SampleCovenantWith(
        ("controller: ggd, circle: wide, kinds: [regisseur], roles: [regisseur, ", "controller: ggd, circle: wide, kinds: [regisseur], roles: [fg, regisseur, ")));

    /// <summary>The sample covenant, in which the GGD has a data protection officer too.</summary>
    public static Covenant Covenant => Loaded.Value;

    public static Task<Outcome<Released<Answer<LogPage>>>> SearchAsync(
        this Person person, LogFilter? filter = null, int pageSize = 0, string pageToken = "") =>
        person.SearchUntilAsync(filter, pageSize, pageToken, CancellationToken.None);

    public static async Task<Outcome<Released<Answer<LogPage>>>> SearchUntilAsync(
        this Person person, LogFilter? filter, int pageSize, string pageToken, CancellationToken cancellation) =>
        await person.Installation.Get<SearchLog>().HandleAsync(
            await person.AdmittedAsync(), new LogSearchRequest(filter ?? Anything, pageSize, pageToken), Encode, cancellation);

    public static async Task<Outcome<Released<Answer<LogEntryFound>>>> GetLogEntryAsync(this Person person, long index) =>
        await person.Installation.Get<GetLogEntry>().HandleAsync(await person.AdmittedAsync(), index, Encode, CancellationToken.None);

    public static async Task<Outcome<Released<Answer<IReadOnlyList<CaseId>>>>> OpenEntryNameAsync(this Person person, long index) =>
        await person.Installation.Get<OpenEntryName>().HandleAsync(await person.AdmittedAsync(), index, Reason, Encode, CancellationToken.None);

    public static async Task<Outcome<Released<Answer<IReadOnlyList<EntryCount>>>>> CountEntriesAsync(this Person person, DateOnly from, DateOnly until) =>
        await person.Installation.Get<CountEntries>().HandleAsync(await person.AdmittedAsync(), from, until, Encode, CancellationToken.None);

    public static async Task<Outcome<Released<Answer<DisclosuresPage>>>> ListDisclosuresAsync(
        this Person person, string source, DateTimeOffset? from = null, int pageSize = 0, string pageToken = "") =>
        await person.Installation.Get<ListDisclosures>().HandleAsync(
            await person.AdmittedAsync(), new DisclosuresRequest(source, from, null, pageSize, pageToken), Encode, CancellationToken.None);

    public static async Task<Outcome<Released<Answer<LogHeadFound>>>> GetLogHeadAsync(this Person person) =>
        await person.Installation.Get<GetLogHead>().HandleAsync(await person.AdmittedAsync(), Encode, CancellationToken.None);

    public static async Task<Outcome<Released<Answer<LogProofFound>>>> GetLogProofAsync(this Person person, long index, long treeSize) =>
        await person.Installation.Get<GetLogProof>().HandleAsync(await person.AdmittedAsync(), index, treeSize, Encode, CancellationToken.None);

    public static async Task<Outcome<Released<Answer<LogConsistencyFound>>>> GetLogConsistencyAsync(this Person person, long firstSize, long treeSize) =>
        await person.Installation.Get<GetLogConsistency>().HandleAsync(await person.AdmittedAsync(), firstSize, treeSize, Encode, CancellationToken.None);

    /// <summary>Everything that a search finds, page by page.</summary>
    public static async Task<IReadOnlyList<LogItem>> AllAsync(this Person person, LogFilter? filter = null, int pageSize = 0)
    {
        var items = new List<LogItem>();
        var token = "";
        do
        {
            var outcome = await person.SearchAsync(filter, pageSize, token);
            Assert.Null(outcome.Refusal);
            items.AddRange(outcome.Value!.Message.Value.Items);
            token = outcome.Value.Message.Value.NextPageToken;
        }
        while (token.Length > 0);
        return items;
    }

    /// <summary>Everything of one kind that a reviewer sees.</summary>
    public static Task<IReadOnlyList<LogItem>> AllOfAsync(this Person person, string kind) => person.AllAsync(Anything with { Event = kind });

    private static Encoded<Answer<T>> Encode<T>(T value) => new(new Answer<T>(value), JsonSerializer.SerializeToUtf8Bytes(value));
}
