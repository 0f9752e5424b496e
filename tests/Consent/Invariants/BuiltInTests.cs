namespace Exchange.Consent.Tests;

public sealed class BuiltInTests
{
    [Fact]
    public void CheckBuiltIns_Sample_AllHoldAndSpeakOfCells()
    {
        var results = Sample.Covenant.CheckBuiltIns();

        Assert.Equal(6, results.Count);
        Assert.All(results, result => Assert.True(result.Holds, $"{result.Invariant.Name}: {result.Counterexample}"));
        Assert.All(results, result => Assert.True(result.Cells > 1000, result.Invariant.Name));
        Assert.All(results, result => Assert.True(result.Invariant.IsBuiltIn));
    }

    [Fact]
    public void CheckBuiltIns_GrantForWithdrawnConsent_IsRefutedAndSaysAgainstWhat()
    {
        var found = Refuted("withdrawn", """id: "1", grant: full, when: { consent: withdrawn }""", """id: "2", grant: anonymised""");

        Assert.Equal(ConsentStatus.Withdrawn, found.Input.Consent);
        Assert.Equal("1", found.Got.Article);
        Assert.True(found.Got.Level > found.Against!.Value.Level);
        Assert.Contains("more than", found.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""id: "1", grant: full, to: { partner: ggd }""", true)]
    [InlineData("""id: "1", grant: full, to: { partner: oov }, at: [itat]""", true)]
    [InlineData("""id: "1", grant: full, to: { circle: small }""", false)]
    [InlineData("""id: "1", grant: full, to: { relation: [lead, duo, member] }""", false)]
    [InlineData("""id: "1", grant: anonymised""", false)]
    [InlineData("""id: "1", grant: full, categories: [care]""", false)]
    [InlineData("""id: "1", grant: full, for: [uitvraag]""", false)]
    public void CheckBuiltIns_NameOutsideSmallCircleAndTeam_IsRefuted(string article, bool refuted)
    {
        var result = Covenants.With(article).CheckBuiltIns().Single(result => result.Invariant.Name.StartsWith("Nobody outside", StringComparison.Ordinal));

        Assert.Equal(refuted, !result.Holds);
    }

    [Fact]
    public void CheckBuiltIns_RoleThatKeepsAccounts_SeesNoCaseOnItsOwnOnly()
    {
        var text = Covenants.Text("""id: "1", grant: full, to: { role: [accounthouder, coordinator] }""").Replace("roles: [coordinator,", "roles: [accounthouder, coordinator,", StringComparison.Ordinal);
        var capped = Covenants.Load(text + "  - { id: \"2\", text: a, cap: none, to: { role: accounthouder } }\n");

        Assert.Equal("accounthouder", Assert.IsType<Counterexample>(Alone(Covenants.Load(text)).Counterexample).Input.Role);
        Assert.True(Alone(capped).Holds);

        static InvariantResult Alone(Covenant covenant) => covenant.CheckBuiltIns()[^1];
    }

    /// <summary>What a compiler that is right never does is found in a table that is spoilt.</summary>
    [Fact]
    public void CheckBuiltIns_SpoiltTable_IsRefuted()
    {
        var table = Sample.Covenant.Table;
        var alive = table.ByRelation.First(node => node != 0);

        Assert.False(Spoilt(table with { ByRelation = [alive, .. table.ByRelation[1..]] })[0].Holds);
        Assert.False(Spoilt(table with { ByForum = [.. table.ByForum.Select(node => node == 0 ? table.ByForum.First(other => other != 0) : node)] })[0].Holds);
        Assert.False(Spoilt(table with { BySeat = [.. table.BySeat.Select(node => node == 0 ? alive : node)] })[0].Holds);
        var spoilt = table.Rows.Select(row => row.Ceiling.Level is Level.Anonymised
            ? new Row { Columns = [.. row.Columns.Select(column => column.Select(_ => (ushort)table.Decisions.Index().First(d => d.Item.Level == Level.Full).Index).ToArray())], Ceiling = row.Ceiling, Own = row.Own, Highest = Level.Full, HighestOfOthers = row.HighestOfOthers }
            : row);
        Assert.False(Spoilt(table with { Rows = [.. spoilt] })[4].Holds);

        static IReadOnlyList<InvariantResult> Spoilt(CompiledTable table) => Sample.Covenant.WithTable(table).CheckBuiltIns();
    }

    /// <summary>Every violation that trying finds is found by proving, and what is proved is never refuted by trying.</summary>
    [Fact]
    public void Prove_RandomCovenants_FindsEveryViolationThatTryingFinds()
    {
        var (violated, proved) = (0, 0);
        for (var number = 0; number < 40; number++)
        {
            var random = new RandomCovenants(new Seed((ulong)number));
            var text = random.Text();
            var covenant = Covenants.Load(RandomCovenants.Whole(text.Parties, text.Articles) + Promises(new Seed((ulong)number + 7)));
            foreach (var result in covenant.CheckInvariants().Concat([covenant.CheckBuiltIns()[1], covenant.CheckBuiltIns()[3]]))
            {
                var tried = Questions(covenant, result.Invariant).FirstOrDefault(question => Breaks(covenant, result.Invariant, question));
                Assert.True(tried is null || !result.Holds, $"{result.Invariant.Name} of {number}: {tried}");
                violated += tried is null ? 0 : 1;
                proved += result.Holds ? 1 : 0;
                if (result.Counterexample is { } found)
                {
                    Assert.True(Breaks(covenant, result.Invariant, found.Input), $"{found}");
                    Assert.Equal(new Interpreter(covenant).Decide(found.Input), found.Got);
                }
            }
        }

        Assert.True(violated > 40 && proved > 40, $"{violated} violated, {proved} proved");
    }

    /// <summary>No set of fewer dimensions tells a violation: every other dimension has a value with which there is none.</summary>
    [Fact]
    public void Prove_Counterexample_IsSmallest()
    {
        // With 1 it takes a forum and a purpose; with 2 a relation is enough.
        var covenant = Covenants.Load(Covenants.Text(
            """id: "1", grant: full, categories: [identity, care], to: { partner: ggd }, at: [itat], for: [regie], when: { case: active }""",
            """id: "2", grant: full, categories: [identity, care], to: { partner: scw, relation: lead }, for: [casusoverleg, regie, uitvraag]""")
            + "invariants:\n  - { name: a, never: { circle: wide, categories: [care], purpose: [casusoverleg, regie, uitvraag], case: [active, closed], forum: [none, itat], above: none } }\n");

        var found = Assert.Single(covenant.CheckInvariants()).Counterexample!;

        Assert.Equal("2", found.Got.Article);
        Assert.Equal(["partner scw", "role analyst", "forum none", "relation lead", "category care"], found.Facts.Select(fact => $"{fact.Key} {string.Join('|', fact.Value)}"));
    }

    private static Counterexample Refuted(string name, params string[] articles) =>
        Assert.IsType<Counterexample>(Covenants.With(articles).CheckBuiltIns().Single(result => result.Invariant.Name.Contains(name, StringComparison.Ordinal)).Counterexample);

    private static string Promises(Seed seed)
    {
        var text = "invariants:\n";
        for (var i = 0; i < 3; i++)
        {
            text += $"  - {{ name: n{i}, never: {{ partner: {List(seed, ["p0", "p1", "p2", "p3"])}, relation: {List(seed, ["lead", "none", "member"])}, forum: {List(seed, ["none", "f0", "f1", "meldpunt"])}, "
                + $"purpose: {List(seed, ["regie", "casusoverleg"])}, case: {List(seed, ["active", "signal", "closed"])}, categories: {List(seed, ["c0", "c1", "c2"])}, above: {seed.Of(["none", "existence", "anonymised", "pseudonymised"])} }} }}\n";
        }

        return text;
    }

    private static string List(Seed seed, IReadOnlyList<string> words) => $"[{string.Join(", ", seed.Some(words))}]";

    private static IEnumerable<DecisionInput> Questions(Covenant covenant, Invariant invariant)
    {
        var scope = invariant.Never;
        return
            from partner in covenant.Partners.Keys
            where scope.Partners?.Contains(partner) != false
            from role in covenant.Partners[partner].Roles
            from relation in new Relation?[] { Relation.None, Relation.Lead, Relation.Duo, Relation.Member, null }
            where scope.Relations is null || (relation is { } known && scope.Relations.Contains(known))
            from forum in covenant.Forums.Keys.Append(DecisionInput.NoForum).Append(null)
            where scope.Forums is null || (forum is not null && scope.Forums.Contains(forum))
            where scope.Circles is null || (covenant.CircleOf(partner, forum) is { } circle && scope.Circles.Contains(circle))
            from purpose in covenant.Purposes.Append(null)
            where scope.Purposes is null || (purpose is not null && scope.Purposes.Contains(purpose))
            from state in new[] { CaseState.Signal, CaseState.Active, CaseState.Closed }
            where scope.Cases?.Contains(state) != false
            from consent in new ConsentStatus?[] { ConsentStatus.Given, ConsentStatus.Withdrawn, null }
            where scope.Consents is null || (consent is { } status && scope.Consents.Contains(status))
            from secrecy in Enum.GetValues<Secrecy>()
            from category in covenant.Categories.Keys
            where scope.Categories?.Contains(category) != false
            from source in covenant.Partners.Keys
            select new DecisionInput(partner, role, [role], relation, forum, purpose, state, consent, secrecy, Handling.Open, category, source, covenant.From, Restriction.None);
    }

    private static bool Breaks(Covenant covenant, Invariant invariant, DecisionInput input)
    {
        var level = covenant.Decide(input).Level;
        return invariant.Never.Consents?.SetEquals([ConsentStatus.Withdrawn]) == true
            ? level > covenant.Decide(input with { Consent = ConsentStatus.Given }).Level
            : level > invariant.Above;
    }
}
