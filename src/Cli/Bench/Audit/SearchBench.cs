using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Cli.Demo;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Hosting;
using Exchange.Keys;
using Exchange.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Caller = Exchange.Audit.V1.Caller;
using DecisionInput = Exchange.Audit.V1.DecisionInput;

namespace Exchange.Cli.Bench;

/// <summary>How soon a reviewer has the first page of a search: one line of <c>exchange bench audit --search</c>.</summary>
/// <param name="Store">The store.</param>
/// <param name="Entries">How many entries the log has.</param>
/// <param name="Filter">What was searched by.</param>
/// <param name="Found">How many entries the page has.</param>
/// <param name="FirstPageMs">Until the page was there and the look itself was on the log, in ms; the median.</param>
/// <param name="SlowestMs">The slowest of the looks, in ms.</param>
internal sealed record SearchResult(string Store, long Entries, string Filter, int Found, double FirstPageMs, double SlowestMs);

/// <summary>
/// Fills a log with full entries of a year, as many different ones as a busy partnership makes, and searches it as its reviewers do:
/// through the command, with what it decides, opens and logs.
/// </summary>
internal sealed class SearchBench : IDisposable
{
    private const int PerTransaction = 512;
    private const int Looks = 9;
    private const int Actors = 400, Cases = 5000, RareEvery = 20_000;

    private static readonly PartnershipId Partnership = new("search");
    private static readonly TimeProvider Time = TimeProvider.System;
    private static readonly string[] Forums = ["none", "regieoverleg", "itat", "uitvoerdersoverleg"];
    private static readonly string[] Levels = ["full", "anonymised", "none"];

    private readonly ServiceProvider _services;
    private readonly Covenant _covenant;
    private readonly ILogStore _log;
    private readonly (string Partner, string Role)[] _callers;
    private readonly string[] _purposes;
    private readonly string[] _articles;

    public SearchBench(Func<IStorage> open, DirectoryInfo folder)
    {
        _covenant = CovenantFiles.Load([new PartnershipOptions { Id = Partnership.Value, Covenant = SampleCovenant.Path }]).Find(Partnership.Value)!;
        var services = new ServiceCollection();
        services.AddSingleton(Time).AddLogging(l => l.ClearProviders());
        services.AddSingleton(new Partnerships(new Dictionary<PartnershipId, NamedCovenant> { [Partnership] = new(_covenant, default) }));
        services.AddStores(_ => open(), Path.Combine(folder.FullName, "ring"));
        services.AddCommands();
        _services = services.BuildServiceProvider();
        _log = _services.GetRequiredService<ILogStore>();
        _callers = [.. _covenant.Partners.Values.SelectMany(p => p.Roles.Order(StringComparer.Ordinal).Take(2).Select(r => (p.Id, r)))];
        _purposes = [.. _covenant.Purposes.Order(StringComparer.Ordinal)];
        _articles = [.. _covenant.Articles.Select(a => a.Id).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _services.Dispose();

    /// <summary>Fills the log and measures each filter.</summary>
    public async Task<IReadOnlyList<SearchResult>> MeasureAsync(string store, long entries, CancellationToken cancellation)
    {
        // One case that is known by a BSN, so that it can be searched by one.
        var dossier = SyntheticDossiers.Make(_covenant, AmsterdamCalendar.DayOf(Time.GetUtcNow()), 1)[0];
        var bsn = dossier.Sections.Select(s => s.Section.Content.Fields.GetValueOrDefault("bsn")).OfType<Dossiers.TextValue>().First().Text;
        var known = (await _services.GetRequiredService<ImportCase>()
            .HandleAsync(Partnership, _covenant, CaseState.Active, dossier.Sections, dossier.Team, cancellation)).Value!;
        Fill(entries, known, cancellation);

        var reviewer = new Admitted(
            "exchange.v1.AuditService/Search", Partnership, _covenant, _covenant.Partners["oov"].Controller, "oov", "fg.01", "fg", ["fg"], new string('0', 32));
        var now = Time.GetUtcNow();
        var pseudonym = _services.GetRequiredService<Pseudonyms>().OfCaseInLog(Partnership, reviewer.Controller, known.Id.Value);
        (string Name, LogFilter Filter)[] filters =
        [
            ("nothing", LogFilter.Anything),
            ("period", LogFilter.Anything with { From = now.AddDays(-200), Until = now.AddDays(-199) }),
            ("partner", LogFilter.Anything with { Partner = "ggd" }),
            ("actor", LogFilter.Anything with { Actor = Actor("oov", Array.FindIndex(_callers, c => c.Partner == "oov") / 7) }),
            ("role", LogFilter.Anything with { Role = "regisseur" }),
            ("case", LogFilter.Anything with { Case = pseudonym }),
            ("subject", LogFilter.Anything with { Subject = bsn }),
            ("category", LogFilter.Anything with { Category = "police" }),
            ("level", LogFilter.Anything with { Level = "anonymised" }),
            ("forum", LogFilter.Anything with { Forum = "itat" }),
            ("purpose", LogFilter.Anything with { Purpose = _purposes[0] }),
            ("article", LogFilter.Anything with { Article = _articles[1] }),
            ("outcome", LogFilter.Anything with { Outcome = Outcome.Refused }),
            ("event", LogFilter.Anything with { Event = "dossier_read" }),
            ("breakGlass", LogFilter.Anything with { BreakGlass = true }),
            ("partner, period and outcome", LogFilter.Anything with { Partner = "politie", Outcome = Outcome.Refused, From = now.AddDays(-30), Until = now.AddDays(-20) }),
            ("breakGlass and period", LogFilter.Anything with { BreakGlass = true, From = now.AddDays(-300), Until = now.AddDays(-290) }),
        ];
        var results = new List<SearchResult>();
        foreach (var (name, filter) in filters)
            results.Add(await SearchAsync(store, entries, reviewer, name, filter, cancellation));
        return results;
    }

    private async Task<SearchResult> SearchAsync(
        string store, long entries, Admitted reviewer, string name, LogFilter filter, CancellationToken cancellation)
    {
        var search = _services.GetRequiredService<SearchLog>();
        var times = new List<double>();
        var found = 0;
        for (var i = 0; i <= Looks; i++)
        {
            var began = Time.GetTimestamp();
            var outcome = await search.HandleAsync(
                reviewer, new LogSearchRequest(filter, 50, ""), page => new Encoded<int>(page.Items.Count, new byte[1]), cancellation);
            if (i > 0) // the first look compiles
                times.Add(Time.GetElapsedTime(began).TotalMilliseconds);
            found = outcome.Value is { } page
                ? page.Message
                : throw new InvalidDataException($"Searching by {name} was refused: {outcome.Refusal!.Reason}.");
        }

        times.Sort();
        return new SearchResult(store, entries, name, found, Math.Round(times[Looks / 2], 1), Math.Round(times[^1], 1));
    }

    private void Fill(long entries, Dossiers.Case known, CancellationToken cancellation)
    {
        var sealing = _services.GetRequiredService<Sealing>();
        var marks = _services.GetRequiredService<BlindIndex>();
        var began = Time.GetUtcNow().AddDays(-365);
        var cases = Enumerable.Range(0, Cases).Select(i =>
        {
            var (id, subject) = i == 0 ? (known.Id, known.Subject) : (Dossiers.CaseId.Create(), Dossiers.SubjectId.Create());
            var (caseMark, subjectMark) = marks.OfReleasedInLog(Partnership, id.Value, subject.Value);
            var named = new CaseAndSubject { CaseId = id.Value, SubjectId = subject.Value }.ToByteArray();
            return (Sealed: Seal(sealing, new KeyName(KeyKind.CaseLog, "bench"), named), Mark: new EntryMark(caseMark, subjectMark));
        }).ToArray();
        var actors = _callers.Select(c => c.Partner).Distinct().ToDictionary(p => p, p => Enumerable.Range(0, Actors).Select(i =>
        {
            var (controller, actor) = (_covenant.Partners[p].Controller, Actor(p, i));
            return (
                Sealed: Seal(sealing, new KeyName(KeyKind.ControllerLog, controller), System.Text.Encoding.UTF8.GetBytes(actor)),
                Mark: new EntryMark(marks.OfActorInLog(Partnership, controller, actor)));
        }).ToArray());

        for (var size = _log.ReadHead(Partnership).Size; size < entries; size = _log.ReadHead(Partnership).Size)
        {
            cancellation.ThrowIfCancellationRequested();
            using var transaction = _log.Begin(Partnership);
            var head = transaction.Head;
            for (var last = Math.Min(size + PerTransaction, entries); size < last; size++)
            {
                var entry = Make(size, began.AddSeconds(365.0 * 86400 * size / entries), cases, actors);
                var leaf = entry.ToByteArray();
                var completed = new List<TreeNode>();
                head = MerkleTree.Append(head, MerkleHash.Leaf(leaf), completed);
                transaction.Append(new StoredLeaf(size, leaf), completed, IndexedEntry.Of(entry));
            }

            transaction.Commit(head);
        }
    }

    // Every number divides by another prime, so that all combinations come.
    private Entry Make(
        long number, DateTimeOffset at, (Sealed Sealed, EntryMark Mark)[] cases, Dictionary<string, (Sealed Sealed, EntryMark Mark)[]> actors)
    {
        var (partner, role) = _callers[number % _callers.Length];
        var (who, which) = (actors[partner][number / 7 % Actors], cases[number / 3 % Cases]);
        var level = Levels[number / 11 % Levels.Length];
        var entry = SampleEntries.Make();
        entry.Time = Timestamp.FromDateTimeOffset(at);
        entry.Caller = new Caller
        {
            Controller = _covenant.Partners[partner].Controller,
            Partner = partner,
            Actor = who.Sealed,
            Role = role,
            Roles = { role },
            Relation = "none",
        };
        entry.CaseAndSubject = which.Sealed;
        entry.DecisionInput = new DecisionInput
        {
            Forum = Forums[number / 13 % Forums.Length],
            Purpose = _purposes[number / 17 % _purposes.Length],
            CaseState = "active",
            Consent = "absent",
            Date = "2026-01-01",
            Restriction = "none",
            BreakGlass = number % RareEvery == 1,
        };
        entry.Outcome = number % 19 == 0 ? Outcome.Refused : Outcome.Released;
        foreach (var decision in entry.Decisions)
        {
            decision.Level = level;
            decision.Released = level == "none" ? 0 : 1;
            decision.Article = _articles[number / 23 % 2];
        }

        entry.Mark(who.Mark);
        entry.Mark(which.Mark);
        return entry;
    }

    private static string Actor(string partner, int number) => $"c.{partner}.{number:000}";

    private static Sealed Seal(Sealing sealing, KeyName key, ReadOnlySpan<byte> text)
    {
        var value = sealing.Seal(Partnership, key, text);
        return new Sealed { KeyId = value.KeyId, Ciphertext = ByteString.CopyFrom(value.Ciphertext) };
    }
}
