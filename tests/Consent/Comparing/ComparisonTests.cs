namespace Exchange.Consent.Tests;

public sealed class ComparisonTests
{
    [Fact]
    public void Compare_WithItself_IsEmpty()
    {
        Assert.True(Sample.Covenant.CompareTo(Sample.Covenant).IsEmpty);
        for (var number = 0; number < 40; number++)
        {
            var text = new RandomCovenants(new Seed((ulong)number)).Text();
            var whole = RandomCovenants.Whole(text.Parties, text.Articles);

            Assert.True(Covenants.Load(whole).CompareTo(Covenants.Load(RandomCovenants.Whole(text.Parties, text.Articles.AsEnumerable().Reverse()))).IsEmpty);
        }
    }

    /// <summary>A question whose answer differs is in a statement, and in none with other levels; any other question is in none.</summary>
    [Fact]
    public void Compare_RandomVersions_ReportsJustTheQuestionsWhoseAnswerDiffers()
    {
        var (differing, asked) = (0, 0);
        for (var number = 0; number < 40; number++)
        {
            var random = new RandomCovenants(new Seed((ulong)number));
            var (old, @new) = Versions(number, random);
            var comparison = old.CompareTo(@new);
            for (var i = 0; i < 1500; i++)
            {
                var input = random.Input() with { Handling = Handling.Open, Restriction = Restriction.None, BreakGlass = false, Date = new DateOnly(2020, 6, 1) };
                differing += Check(comparison, old, @new, input) ? 1 : 0;
                asked++;
            }
        }

        Assert.True(differing > asked / 100, $"{differing} of {asked} differ.");
    }

    [Fact]
    public void Compare_EveryQuestionOfRandomVersions_IsToldRight()
    {
        var (differing, own) = (0, 0);
        for (var number = 0; number < 12; number++)
        {
            var (old, @new) = Versions(number, new RandomCovenants(new Seed((ulong)number)));
            var comparison = old.CompareTo(@new);
            foreach (var (i, question) in Questions(old).Index())
            {
                if ((old.Decide(question).Level != @new.Decide(question).Level || i % 101 == 0) && Check(comparison, old, @new, question))
                {
                    differing++;
                    own += question.Source == question.Partner ? 1 : 0;
                }
            }
        }

        Assert.True(differing > 1000 && own > 10, $"{differing} differ, {own} of them own contributions.");
    }

    [Fact]
    public void Compare_OneGrantMore_IsOneStatementThatNamesIt()
    {
        var old = Covenants.With("""id: "1", grant: full, categories: [identity]""");
        var @new = Covenants.With("""id: "1", grant: full, categories: [identity]""", """id: "2", grant: full, categories: [care], from: [ggd], to: { relation: lead }, for: [regie], when: { case: [active, closed] }""");

        var change = Assert.Single(old.CompareTo(@new).Access);

        Assert.True(change.Widens);
        Assert.Equal((Level.None, Level.Full, "2"), (change.Old, change.New, Assert.Single(change.NewBy).Article));
        Assert.Equal(
            ["relation lead", "purpose regie", "case active|closed", "category care", "source ggd"],
            change.Where.Where(scope => !scope.Everything).Select(scope => $"{scope.Name} {string.Join('|', scope.Values)}"));
    }

    [Fact]
    public void Compare_OneCapMore_NarrowsOnly()
    {
        var old = Covenants.With("""id: "1", grant: full""");
        var comparison = old.CompareTo(Covenants.With("""id: "1", grant: full""", """id: "2", cap: none, categories: [care], when: { consent: withdrawn }"""));

        Assert.False(comparison.Widens);
        Assert.Equal("2", Assert.Single(Assert.Single(comparison.Access).NewBy).Article);
    }

    /// <summary>A view below full leaves out the caller's own, whatever an article says it may see of it.</summary>
    [Fact]
    public void Compare_MoreOfWhatIsLeftOutAnyway_ChangesNothing()
    {
        var old = Covenants.With("""id: "1", grant: pseudonymised, categories: [identity]""", """id: "2", grant: anonymised, categories: [police], from: [politie], to: { partner: politie }""");
        var @new = Covenants.With("""id: "1", grant: pseudonymised, categories: [identity]""", """id: "2", grant: pseudonymised, categories: [police], from: [politie], to: { partner: politie }""");

        Assert.Empty(old.CompareTo(@new).Access);
    }

    /// <summary>A cap that leaves the level where a lower grant had it leaves the terms there too.</summary>
    [Fact]
    public void Compare_HigherGrantUnderACap_ChangesNothing()
    {
        const string Obliges = "ground: g, obliges: { purpose: regie, keepDays: 9, onward: true }";
        var old = Covenants.With($"""id: "1", grant: pseudonymised, {Obliges}""");
        var @new = Covenants.With($"""id: "1", grant: full, {Obliges}""", """id: "2", cap: pseudonymised""");

        Assert.Empty(old.CompareTo(@new).Access);
        Assert.Empty(@new.CompareTo(old).Access);
    }

    /// <summary>What a grant obliges to is compared also where a cap decides the level.</summary>
    [Fact]
    public void Compare_LongerKeepingUnderACap_Widens()
    {
        var old = Covenants.With("""id: "1", grant: full, obliges: { purpose: regie, keepDays: 9, onward: false }""", """id: "2", cap: pseudonymised""");
        var @new = Covenants.With("""id: "1", grant: full, obliges: { purpose: regie, keepDays: 90, onward: false }""", """id: "2", cap: pseudonymised""");

        Assert.Equal("obligations regie, 9 days, not onward → regie, 90 days, not onward", Assert.Single(old.CompareTo(@new).Access, change => change.Widens).Terms);
        Assert.False(@new.CompareTo(old).Widens);
    }

    /// <summary>What is below full leaves out the caller's own, so that more of others can be less of one's own.</summary>
    [Fact]
    public void Compare_OwnContributionsThatDisappear_AreToldApart()
    {
        var old = Covenants.With("""id: "1", grant: full""");
        var comparison = old.CompareTo(Covenants.With("""id: "1", grant: full""", """id: "2", cap: pseudonymised, categories: [identity]"""));

        Assert.Contains(comparison.Access, change => change is { OwnContributions: true, New: Level.None, NewBy: [{ Reason: DecisionReason.OwnContribution }] });
        Assert.Contains(comparison.Access, change => change is { OwnContributions: false, New: Level.Pseudonymised });
    }

    [Theory]
    [InlineData("signatories: [gemeente, politie]", "signatories: [politie]", "signatories", true)]
    [InlineData("signatories: [politie]", "signatories: [gemeente, politie]", "signatories", false)]
    [InlineData("anonymised: ageBand10", "anonymised: year", "anonymised", true)]
    [InlineData("anonymised: ageBand10", "anonymised: ageBand20", "anonymised", false)]
    [InlineData("pseudonymised: year, anonymised: ageBand10", "pseudonymised: year", "anonymised", false)]
    [InlineData("title: Een", "releaseGate: { k: 5, population: { name: a, size: 9 } }\ntitle: Een", "releaseGate", false)]
    [InlineData("title: Een", "retention: { closedDays: 9 }\ntitle: Een", "retention", false)]
    [InlineData("title: Een", "logKeepDays: 400\ntitle: Een", "logKeepDays", true)]
    [InlineData("title: Een", "minors: ownArticle\ntitle: Een", "minors", false)]
    [InlineData("prepareDays: 5", "prepareDays: 6", "prepareDays", true)]
    [InlineData("prepareDays: 5", "prepareDays: 4", "prepareDays", false)]
    [InlineData("meldpunt: { members: [oov] }", "meldpunt: { members: [oov, scw] }", "members", true)]
    [InlineData("roles: [caseworker, analyst]", "roles: [caseworker, analyst, secretary]", "asserted roles", true)]
    [InlineData("roles: [caseworker, analyst]", "roles: [caseworker]", "asserted roles", false)]
    [InlineData("identifying: true", "identifying: false", "identifying", true)]
    [InlineData("title: Zorg,", "title: Zorg, keepDays: 9,", "keepDays", false)]
    [InlineData("title: Een", "breakGlass: { minutes: 30 }\ntitle: Een", "breakGlass", false)]
    [InlineData("name: { type: text },", "name: { type: text }, bsn: { type: bsn },", "fields", true)]
    [InlineData("name: { type: text },", "", "fields", false)]
    [InlineData("from: 2018-07-01, until: 2030-01-01", "from: 2018-07-01", "inForce", true)]
    [InlineData("until: 2030-01-01", "until: 2030-01-02", "inForce", true)]
    [InlineData("until: 2030-01-01", "until: 2029-01-01", "inForce", false)]
    [InlineData("from: 2018-07-01", "from: 2018-06-30", "inForce", true)]
    [InlineData("from: 2018-07-01", "from: 2019-07-01", "inForce", false)]
    public void Compare_Terms_AreToldAndWidenWhereLessIsGuarded(string before, string after, string kind, bool widens)
    {
        var text = Covenants.Text("""id: "1", grant: full, ground: a""");
        var old = before == "signatories: [politie]" ? text.Replace("signatories: [gemeente, politie]", before, StringComparison.Ordinal) : text;
        var @new = old.Replace(before, after, StringComparison.Ordinal);

        var changes = Covenants.Load(old).CompareTo(Covenants.Load(@new)).Terms.Where(change => change.Kind == kind).ToList();

        Assert.NotEmpty(changes);
        Assert.Equal(widens, changes.Any(change => change.Widens));
    }

    [Theory]
    [InlineData("", ", of: district", false)]
    [InlineData(", of: district", "", true)]
    public void Compare_PopulationOfTheReleaseGate_WidensWhenMorePeopleCount(string before, string after, bool widens)
    {
        var change = Assert.Single(Gated(before).CompareTo(Gated(after)).Terms);

        Assert.Equal(("releaseGate", "of", widens), (change.Kind, change.Subject, change.Widens));

        static Covenant Gated(string of) => Covenants.Load(
            $"releaseGate: {{ k: 5, population: {{ name: a, size: 9{of} }} }}\ndistricts: {{ A: [\"1000\"] }}\n" + Covenants.Text("""id: "1", grant: full"""));
    }

    [Fact]
    public void Compare_BackAndForth_WidensOneWayAtLeast()
    {
        var narrow = Covenants.Load(Covenants.Text("""id: "1", grant: full""").Replace("title: Een", "retention: { closedDays: 9 }\nreleaseGate: { k: 5, population: { name: a, size: 9 } }\nminors: ownArticle\ntitle: Een", StringComparison.Ordinal));
        var wide = Covenants.With("""id: "1", grant: full""");

        Assert.False(wide.CompareTo(narrow).Widens);
        Assert.All(narrow.CompareTo(wide).Terms, change => Assert.True(change.Widens));
    }

    [Fact]
    public void Compare_GroundsAndObligations_AreTold()
    {
        var old = Covenants.With("""id: "1", grant: full, ground: a, obliges: { purpose: regie, keepDays: 9, onward: false }""");
        var longer = old.CompareTo(Covenants.With("""id: "1", grant: full, ground: a, obliges: { purpose: regie, keepDays: 10, onward: false }"""));
        var shorter = old.CompareTo(Covenants.With("""id: "1", grant: full, ground: a, obliges: { purpose: regie, keepDays: 8, onward: false }"""));
        var other = old.CompareTo(Covenants.With("""id: "1", grant: full, ground: b, obliges: { purpose: regie, keepDays: 9, onward: false }"""));

        Assert.Contains("10 days", Assert.Single(longer.Access).Terms, StringComparison.Ordinal);
        Assert.True(longer.Widens);
        Assert.False(shorter.Widens);
        Assert.Equal("ground a → b", Assert.Single(other.Access).Terms);
        Assert.Contains(other.Terms, change => change is { Kind: "contributes", New: "b", Widens: true });
    }

    private static IEnumerable<DecisionInput> Questions(Covenant covenant) =>
        from partner in covenant.Partners.Keys
        from role in covenant.AssertableRoles
        from relation in new Relation?[] { Relation.None, Relation.Lead, null }
        from forum in covenant.Forums.Keys.Append(DecisionInput.NoForum).Append(null)
        from purpose in covenant.Purposes
        from state in new[] { CaseState.Signal, CaseState.Active }
        from consent in new[] { ConsentStatus.Given, ConsentStatus.Withdrawn }
        from secrecy in Enum.GetValues<Secrecy>()
        from category in covenant.Categories.Keys
        from source in covenant.Partners.Keys.Append(null)
        select new DecisionInput(partner, role, [role], relation, forum, purpose, state, consent, secrecy, Handling.Open, category, source, covenant.From, Restriction.None);

    private static (Covenant Old, Covenant New) Versions(int number, RandomCovenants random)
    {
        var text = random.Text();
        var articles = text.Articles.Where((_, i) => i != number % text.Articles.Count).Append(random.Article(77)).Append(random.Article(78));
        var parties = number % 3 == 0 ? new RandomCovenants(new Seed((ulong)number + 1000)).Text().Parties : text.Parties;
        return (Covenants.Load(RandomCovenants.Whole(text.Parties, text.Articles)), Covenants.Load(RandomCovenants.Whole(parties, articles)));
    }

    private static bool Check(CovenantComparison comparison, Covenant old, Covenant @new, DecisionInput input)
    {
        var (was, @is) = (old.Decide(input), @new.Decide(input));
        var told = comparison.Access.Where(change => change.Covers(input)).ToList();
        if (was.Level == @is.Level)
        {
            Assert.All(told, change => Assert.NotEqual("", change.Terms));
            return false;
        }

        Assert.NotEmpty(told);
        Assert.All(told, change =>
        {
            Assert.Equal((was.Level, @is.Level, @is.Level > was.Level), (change.Old, change.New, change.Widens));
            Assert.Contains(was with { Terms = null }, change.OldBy);
            Assert.Contains(@is with { Terms = null }, change.NewBy);
        });
        return true;
    }
}
