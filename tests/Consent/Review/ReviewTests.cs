namespace Exchange.Consent.Tests;

/// <summary>What check warns of beyond reading: right by every cell, or not said.</summary>
public sealed class ReviewTests
{
    private const string Grant = """id: "1", grant: full, categories: [identity, police, care], at: [regieoverleg]""";

    [Theory]
    [InlineData("""id: "2", cap: none""", "1", "never gives more than none (article '2')")]
    [InlineData("""id: "2", cap: anonymised, at: [regieoverleg]""", "1", "never gives more than anonymised (article '2')")]
    [InlineData("""id: "2", cap: existence""", "1", "never gives more than none (article '2')")]
    [InlineData("""id: "2", grant: pseudonymised, categories: [police], at: [regieoverleg]""", "2", "adds nothing")]
    [InlineData("""id: "2", grant: full, categories: [police], at: [regieoverleg], to: { circle: small }, when: { consent: given }""", "2", "adds nothing")]
    [InlineData("""id: "2", cap: none, at: [itat]""", "2", "can never apply")]
    [InlineData("""id: "2", grant: full, at: [regieoverleg], when: { case: signal }""", "2", "a guard holds")]
    [InlineData("""id: "2", cap: pseudonymised } """ + "\n  - { " + """id: "3", cap: pseudonymised, categories: [police]""", "3", "lowers nothing")]
    public void Review_ArticleThatDoesNothing_IsNamed(string other, string article, string message)
    {
        var reading = Covenants.Read(Covenants.Text(Grant, other));
        var lines = Covenants.Text(Grant, other).Split('\n');

        var warning = Assert.Single(reading.Warnings.Concat(reading.Covenant!.Review().Warnings), w => w.Message.Contains(message, StringComparison.Ordinal));
        Assert.Contains($"id: \"{article}\"", lines[warning.Line - 1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""id: "2", cap: none, categories: [police]""")]
    [InlineData("""id: "2", cap: none, when: { minor: yes }""")]
    [InlineData("""id: "2", cap: existence, when: { consent: withdrawn }""")]
    [InlineData("""id: "2", grant: full, categories: [police], at: [itat]""")]
    [InlineData("""id: "2", grant: existence, categories: [care]""")]
    [InlineData("""id: "2", grant: full, at: [voorportaal, regieoverleg], when: { case: signal }""")]
    [InlineData("""id: "2", grant: full, categories: [police], at: [regieoverleg], ground: Wpg art. 16""")]
    public void Review_ArticleThatDoesSomething_IsNotNamed(string other) =>
        Assert.DoesNotContain(Covenants.With(Grant, other).Review().Warnings, w => w.Message.StartsWith("Article", StringComparison.Ordinal));

    [Fact]
    public void Review_SignatoryForWhomNobodyCanSign_IsNamed()
    {
        var text = Covenants.Text(Grant);

        Assert.Equal(2, Covenants.Load(text).Review().Warnings.Count(w => w.Message.Contains("nobody can sign for it", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            Covenants.Load(text.Replace("roles: [regisseur, caseworker] }\n  ggd", "roles: [regisseur, jurist] }\n  ggd", StringComparison.Ordinal)).Review().Warnings,
            w => w.Message.Contains("'politie'", StringComparison.Ordinal));
    }

    [Fact]
    public void Review_CategoryThatNobodyGetsAnythingOf_IsNamed()
    {
        var covenant = Covenants.With("""id: "1", grant: full, categories: [identity, care]""", """id: "2", cap: none, categories: [care]""");

        Assert.Equal(
            ["Nobody ever gets anything of category 'police'", "Nobody ever gets anything of category 'care'"],
            covenant.Review().Warnings.Where(w => w.Message.StartsWith("Nobody", StringComparison.Ordinal)).Select(w => w.Message.Split(':')[0]));
    }

    [Fact]
    public void Review_Sample_WarnsOfNothing() => Assert.All(Sample.All.Values, bytes => Assert.Empty(Covenant.Load(bytes).Covenant!.Review().Warnings));

    /// <summary>
    /// Without an article that is said to do nothing, no answer is another; without one that is not, mostly some answer is (not always: the
    /// one view and the rule on meetings may hide it).
    /// </summary>
    [Fact]
    public void Review_RandomCovenants_ArticleIsPointlessWhenNoAnswerChangesWithoutIt()
    {
        var (pointless, others, seen) = (0, 0, 0);
        for (var number = 0; number < 60; number++)
        {
            var random = new RandomCovenants(new Seed((ulong)number));
            var (parties, articles) = random.Text();
            var covenant = Covenants.Load(RandomCovenants.Whole(parties, articles));
            var warnings = covenant.Review().Warnings;
            var inputs = Enumerable.Range(0, 3000).Select(_ => random.Input()).ToList();
            foreach (var article in articles)
            {
                if (articles.Count == 1)
                    continue;
                var id = article.Split('"')[1];
                var without = Covenants.Load(RandomCovenants.Whole(parties, articles.Where(other => other != article)));
                var changes = inputs.Any(input => without.Decide(input).Level != covenant.Decide(input).Level);
                if (warnings.Any(w => w.Message.StartsWith($"Article '{id}'", StringComparison.Ordinal) && w.Message.Contains("s nothing: wherever", StringComparison.Ordinal)))
                {
                    Assert.False(changes, $"covenant {number}, article {id}");
                    pointless++;
                }
                else if (!covenant.Table.NeverReached.Any(never => never.Id == id))
                {
                    others++;
                    seen += changes ? 1 : 0;
                }
            }
        }

        Assert.True(pointless > 20, $"Only {pointless} articles are said to do nothing: the property is hardly tried.");
        Assert.True(seen > others * 0.6, $"Of {others} articles that are said to do something, {seen} do.");
    }

    /// <summary>An article that a cap always defeats never gives its own level, and what it is said to leave is given somewhere.</summary>
    [Fact]
    public void Review_RandomCovenants_DefeatedGrantIsNeverTheAnswer()
    {
        var defeated = 0;
        for (var number = 0; number < 150; number++)
        {
            var random = new RandomCovenants(new Seed((ulong)number));
            var (parties, articles) = random.Text();
            var covenant = Covenants.Load(RandomCovenants.Whole(parties, articles));
            var ids = covenant.Review().Warnings.Where(w => w.Message.Contains("always defeats", StringComparison.Ordinal)).Select(w => w.Message.Split('\'')[1]).ToHashSet();
            defeated += ids.Count;
            for (var i = 0; i < 2000 && ids.Count > 0; i++)
            {
                var decision = covenant.Decide(random.Input());
                Assert.False(decision.Reason is DecisionReason.Granted or DecisionReason.ExistenceOnly && ids.Contains(decision.Article!), $"covenant {number}: {decision}");
            }
        }

        Assert.True(defeated > 20, $"Only {defeated} grants are said to be defeated: the property is hardly tried.");
    }

    [Fact]
    public void Review_ReleaseGate_SaysWhatStaysReadable()
    {
        const string gate = "releaseGate: { k: 10, population: { name: Casussen, size: 95 } }\ndistricts: { A: [\"1000\"], B: [\"1001\"] }\n";
        var text = gate + Covenants.Text(Grant).Replace(
            "name: { type: text },",
            "name: { type: text }, home: { type: address, pseudonymised: district, anonymised: district }, sort: { type: code, values: [a, b, c], pseudonymised: keep, anonymised: keep },",
            StringComparison.Ordinal);

        Assert.Equal(
            [
                ("identity.home", 3, true),
                ("identity.sort", 3, true),
                ("identity.birthDate", 10, false),
                ("identity", 90, false),
            ],
            Covenants.Load(text).Review().Readability.Select(row => (row.What, (int)row.Values, row.Readable)));
    }

    [Fact]
    public void Review_AnonymisedWithoutAReleaseGate_IsAWarning()
    {
        const string anonymised = """id: "1", grant: anonymised, categories: [identity], at: [itat]""";
        const string gate = "releaseGate: { k: 10, population: { name: Casussen, size: 95 } }\n";

        Assert.Contains(Warnings(Covenants.Text(anonymised)), message => message.StartsWith("Article '1' grants anonymised, but", StringComparison.Ordinal));
        Assert.DoesNotContain(Warnings(gate + Covenants.Text(anonymised)), message => message.Contains("releaseGate", StringComparison.Ordinal));
        Assert.DoesNotContain(Warnings(Covenants.Text(Grant)), message => message.Contains("releaseGate", StringComparison.Ordinal));

        static IEnumerable<string> Warnings(string text) => Covenants.Load(text).Review().Warnings.Select(w => w.Message);
    }

    [Fact]
    public void Review_NoReleaseGate_SaysNothingOfIt() => Assert.Empty(Covenants.With(Grant).Review().Readability);
}
