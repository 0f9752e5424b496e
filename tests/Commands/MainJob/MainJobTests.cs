using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>
/// The main job over all official test persons. The default run asks some 60 000 times, so that every person, partner, forum
/// and relation occurs with every other; EXCHANGE_LONG=true asks one and a half million times.
/// </summary>
public sealed class MainJobTests
{
    private const int Callers = 64;
    private const int Importable = 587;
    private const int WithSecretAddress = 28;

    [Fact]
    public async Task GetBasisdossier_EveryOfficialTestPerson_GivesWhatTheArticlesGiveAndOneEntryEach()
    {
        await using var partnership = await PersonaPartnership.CreateAsync();
        Assert.Equal(2 * Importable, partnership.Dossiers.Count);
        Assert.Equal(WithSecretAddress, partnership.Dossiers.Take(Importable).Count(d => d.Persona.IsSecret));
        var installation = partnership.Installation;
        var situations = Environment.GetEnvironmentVariable("EXCHANGE_LONG") == "true"
            ? Situations.All(installation.Covenant, partnership.Dossiers.Count)
            : Situations.Paired(installation.Covenant, partnership.Dossiers.Count);
        var began = installation.LogSize;
        var asked = new ConcurrentDictionary<string, Asked>();
        var number = 0;

        await Parallel.ForEachAsync(
            situations,
            new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = TestContext.Current.CancellationToken },
            async (situation, _) =>
            {
                var trace = Interlocked.Increment(ref number).ToString("x32", CultureInfo.InvariantCulture);
                var outcome = await (partnership.PersonOf(situation) with { Trace = trace }).GetAsync(partnership.Request(situation));
                var expected = partnership.Expect(situation);
                Assert.Equal(expected.Refusal, outcome.Refusal?.Reason);
                if (outcome.Value is { } released)
                    AnswerCheck.Check(partnership, situation, expected, released.Message.Message, released.Message.Bytes.Span);
                Assert.True(asked.TryAdd(trace, new Asked(
                    situation, outcome.Value is null ? null : HMACSHA256.HashData(outcome.Value.Nonce.Span, outcome.Value.Message.Bytes.Span))));
            });

        AssertEverythingOccurred(installation.Covenant, [.. asked.Values.Select(a => a.Situation)]);
        AssertOneEntryEach(partnership, began, asked);
        Assert.Null(LogVerifier.Verify(installation.Get<ILogStore>(), installation.Partnership, TestContext.Current.CancellationToken).Fault);
    }

    private static void AssertEverythingOccurred(Covenant covenant, IReadOnlyList<Situation> asked)
    {
        var (partners, forums, relations) = (covenant.Partners.Count, PersonaPartnership.Forums.Count, Enum.GetValues<Relation>().Length);
        var active = asked.Where(s => s.Dossier < Importable).ToList();
        Assert.Equal(Importable * partners, active.Select(s => (s.Dossier, s.Partner)).Distinct().Count());
        Assert.Equal(Importable * forums, active.Select(s => (s.Dossier, s.Forum)).Distinct().Count());
        Assert.Equal(Importable * relations, active.Select(s => (s.Dossier, s.Relation)).Distinct().Count());
        Assert.Equal(
            partners * forums * relations * 3,
            active.Where(s => s.Purpose is "casusoverleg" or "regie" or "interventie").Select(s => (s.Partner, s.Forum, s.Relation, s.Purpose)).Distinct().Count());
        Assert.Equal(covenant.Partners.Values.Sum(p => p.Roles.Count), active.Select(s => (s.Partner, s.Role)).Distinct().Count());
    }

    private static void AssertOneEntryEach(PersonaPartnership partnership, long began, ConcurrentDictionary<string, Asked> asked)
    {
        var seen = new HashSet<string>();
        foreach (var leaf in partnership.Installation.Get<ILogStore>().Read(partnership.Installation.Partnership, began))
        {
            var entry = Entry.Parser.ParseFrom(leaf.Leaf.Span);
            Assert.True(asked.TryGetValue(entry.TraceId, out var call), "an entry of no call");
            Assert.True(seen.Add(entry.TraceId), "two entries of one call");
            EntryCheck.Check(partnership, call.Situation, entry, call.Hmac);
        }

        Assert.Equal(asked.Count, seen.Count);
    }

    private sealed record Asked(Situation Situation, byte[]? Hmac);
}
