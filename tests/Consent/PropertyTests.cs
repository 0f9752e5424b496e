namespace Exchange.Consent.Tests;

/// <summary>What holds for every covenant, tried on random ones.</summary>
public sealed class PropertyTests
{
    private const int Covenants = 250;
    private const int Questions = 400;

    [Fact]
    public void Decide_RandomCovenantAndInput_AgreesWithTheInterpreter() => ForRandomCovenants((covenant, random, _) =>
    {
        var interpreter = new Interpreter(covenant);
        for (var i = 0; i < Questions; i++)
        {
            var input = random.Input();
            var hearing = interpreter.Hear(input);
            var got = covenant.Decide(input);

            Assert.True(got == hearing.About(input.Category, input.Source, input.Handling), $"{input}: got {got}, expected {hearing.About(input.Category, input.Source, input.Handling)}");
        }
    });

    [Fact]
    public void Ceiling_RandomCovenantAndContext_IsTheLowestOfTheInterpretersOverSecrecy() => ForRandomCovenants((covenant, random, _) =>
    {
        var interpreter = new Interpreter(covenant);
        for (var i = 0; i < Questions / 4; i++)
        {
            var input = random.Input() with { Handling = Handling.Open };
            var hearings = Enum.GetValues<Secrecy>().Select(secrecy => interpreter.Hear(input with { Secrecy = secrecy })).ToList();
            var view = covenant.Open(Tests.Covenants.ContextOf(input));

            Assert.Equal(
                hearings.SelectMany(hearing => from c in covenant.Categories.Keys from s in covenant.Partners.Keys select hearing.About(c, s, Handling.Open).Level).Max(),
                view.Highest);
            if (view.Highest > Level.None)
            {
                var lowest = hearings.Min(hearing => hearing.OneView().Level);
                Assert.Equal(lowest, view.Ceiling.Level);
                Assert.Equal(hearings.Select(hearing => hearing.OneView()).Where(c => c.Level == lowest).Select(c => c.Article).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault(), view.Ceiling.Article);
            }
        }
    });

    [Fact]
    public void Decide_ArticlesInAnotherOrder_DecidesTheSame() => ForRandomCovenants((covenant, random, text) =>
    {
        var reversed = Load(RandomCovenants.Whole(text.Parties, text.Articles.AsEnumerable().Reverse()));
        for (var i = 0; i < Questions / 4; i++)
        {
            var input = random.Input();

            Assert.Equal(covenant.Decide(input), reversed.Decide(input));
        }
    });

    /// <summary>
    /// Without broken glass: that counts a caller in at whichever meeting shows most together, and a cap at one of two may leave the other.
    /// </summary>
    [Fact]
    public void Decide_OneCapMore_NeverGivesMore() => ForRandomCovenants((covenant, random, text) =>
    {
        var cap = random.Article(99);
        while (!cap.Contains("cap:", StringComparison.Ordinal))
            cap = random.Article(99);
        var capped = Load(RandomCovenants.Whole(text.Parties, text.Articles.Append(cap)));
        for (var i = 0; i < Questions / 4; i++)
        {
            var input = random.Input() with { BreakGlass = false };

            Assert.True(capped.Decide(input).Level <= covenant.Decide(input).Level, $"{cap} raised {input}");
        }
    });

    /// <summary>
    /// Unless it is existence, which a higher grant that fails for an unknown input no longer turns into nothing: why proofs visit
    /// the unknown as well.
    /// </summary>
    [Fact]
    public void Decide_UnknownInput_NeverGivesMoreThanSomeKnownOne() => ForRandomCovenants((covenant, random, _) =>
    {
        for (var i = 0; i < Questions / 8; i++)
        {
            var input = random.Input();
            AtMost(input with { Forum = null }, [input with { Forum = DecisionInput.NoForum }]);
            AtMost(input with { Restriction = null }, []);
            AtMost(input with { Purpose = null }, covenant.Purposes.Select(purpose => input with { Purpose = purpose }));
            AtMost(input with { Relation = null }, Enum.GetValues<Relation>().Select(relation => input with { Relation = relation }));
            AtMost(input with { Consent = null }, Enum.GetValues<ConsentStatus>().Select(consent => input with { Consent = consent }));
            AtMost(input with { Secrecy = null }, Enum.GetValues<Secrecy>().Select(secrecy => input with { Secrecy = secrecy }));
            AtMost(input with { Source = null }, covenant.Partners.Keys.Where(source => source != input.Partner).Select(source => input with { Source = source }));
            AtMost(input with { Roles = null }, [input with { Roles = input.Role is null ? [] : [input.Role] }]);
            AtMost(input with { Case = null }, []);
            AtMost(input with { Handling = null }, []);
        }

        void AtMost(DecisionInput unknown, IEnumerable<DecisionInput> known)
        {
            var got = covenant.Decide(unknown).Level;
            Assert.True(got is Level.None or Level.Existence || known.Any(input => covenant.Decide(input).Level >= got), $"{unknown}: {got}");
        }
    });

    /// <summary>Per cell no more than one meeting that the caller may attend, or no meeting, and all of it in views of one ceiling.</summary>
    [Fact]
    public void Decide_BreakGlass_NeverGivesMoreThanAMeetingThatTheCallerMayAttend()
    {
        var lifted = 0;
        ForRandomCovenants((covenant, random, _) =>
        {
            for (var i = 0; i < Questions / 2; i++)
            {
                var without = random.Input() with { Forum = DecisionInput.NoForum, Case = CaseState.Active, Handling = Handling.Open, BreakGlass = false };
                var input = without with { BreakGlass = true };
                var got = covenant.Decide(input).Level;
                if (got == Level.None)
                    continue;
                var ceiling = covenant.Open(Tests.Covenants.ContextOf(input)).Ceiling.Level;
                var views = covenant.Forums.Keys
                    .Where(forum => covenant.IsMember(forum, input.Partner, input.Role, input.Relation))
                    .Select(forum => without with { Forum = forum })
                    .Append(without)
                    .Where(view => covenant.Open(Tests.Covenants.ContextOf(view)).Ceiling.Level == ceiling);

                Assert.NotEqual(Level.Anonymised, got);
                Assert.True(views.Any(view => covenant.Decide(view).Level >= got), $"{input}: {got}");
                lifted += got > covenant.Decide(without).Level ? 1 : 0;
            }
        });

        Assert.True(lifted > 200, $"Break-glass lifts {lifted} answers: the property is hardly tried.");
    }

    /// <summary>
    /// Unless a cap names a forum, for then a meeting may show less of something than no meeting does; or it is existence, which a
    /// higher grant in a meeting turns into nothing when it is capped.
    /// </summary>
    [Fact]
    public void Decide_BreakGlass_NeverGivesLessThanWithout() => ForRandomCovenants((covenant, random, _) =>
    {
        if (covenant.Articles.Any(article => article is { Effect: ArticleEffect.Cap, At: not null }))
            return;
        for (var i = 0; i < Questions; i++)
        {
            var input = random.Input();
            var without = covenant.Decide(input with { BreakGlass = false }).Level;

            Assert.True(covenant.Decide(input with { BreakGlass = true }).Level >= without || without == Level.Existence, $"{input}");
        }
    });

    [Fact]
    public void Decide_BreakGlassInAMeetingOrAnUnknownForum_ChangesNothing() => ForRandomCovenants((covenant, random, _) =>
    {
        for (var i = 0; i < Questions / 2; i++)
        {
            var input = random.Input();
            if (input.Forum != DecisionInput.NoForum)
                Assert.Equal(covenant.Decide(input with { BreakGlass = false }), covenant.Decide(input with { BreakGlass = true }));
        }
    });

    /// <summary>
    /// No proof visits a cell that the interpreter would decide otherwise: a refuted invariant is refuted there too. What holds in every
    /// forum holds by break-glass as well.
    /// </summary>
    [Fact]
    public void CheckInvariants_RandomCovenant_AgreesWithTrying() => ForRandomCovenants((_, random, text) =>
    {
        var covenant = Load(RandomCovenants.Whole(text.Parties, text.Articles) + "invariants:\n  - { name: a, never: { circle: wide, relation: none, categories: [c0, c1], above: anonymised } }\n  - { name: b, never: { role: r0, purpose: regie, forum: [none, f0], above: existence } }\n");
        var results = covenant.CheckInvariants();
        foreach (var result in results)
        {
            if (result.Counterexample is { } found)
            {
                Assert.Equal(found.Got, new Interpreter(covenant).Decide(found.Input));
                Assert.True(found.Got.Level > result.Invariant.Above);
            }
        }

        for (var i = 0; i < Questions; i++)
        {
            var input = random.Input();
            var level = covenant.Decide(input).Level;
            if (level > Level.Anonymised && input is { Relation: Relation.None or Relation.Backup, Category: "c0" or "c1" } && covenant.CircleOf(input.Partner, input.Forum) == Circle.Wide)
                Assert.False(results[0].Holds, $"{input}");
            if (level > Level.Existence && input is { Role: "r0", Purpose: "regie", Forum: "none" or "f0", BreakGlass: false })
                Assert.False(results[1].Holds, $"{input}");
        }
    });

    [Fact]
    public void Decide_Sample_WithdrawnGivesNeverMoreThanGiven()
    {
        var told = new Distinguishable(Sample.Covenant);
        var seed = new Seed(5);
        var (partners, sources, categories) = (Sample.Covenant.Partners.Keys.ToList(), told.Sources, Sample.Covenant.Categories.Keys.ToList());
        var released = 0;
        for (var i = 0; i < 300_000; i++)
        {
            var partner = seed.Of(partners);
            var role = seed.Of([.. Sample.Covenant.Partners[partner].Roles]);
            var input = new DecisionInput(
                partner, role, [role], seed.Of(told.Relations), seed.Of(told.Forums), seed.Of(told.Purposes), CaseState.Active, null, seed.Of(told.Secrecies), Handling.Open, seed.Of(categories), seed.Of(sources), Sample.Covenant.From, Restriction.None, seed.Chance(50));
            var given = Sample.Covenant.Decide(input with { Consent = ConsentStatus.Given }).Level;
            released += given > Level.None ? 1 : 0;

            Assert.True(Sample.Covenant.Decide(input with { Consent = ConsentStatus.Withdrawn }).Level <= given, $"{input}");
            Assert.True(Sample.Covenant.Decide(input with { Consent = null }).Level <= given, $"{input}");
        }

        Assert.True(released > 1000);
    }

    private static void ForRandomCovenants(Action<Covenant, RandomCovenants, (string Parties, List<string> Articles)> check)
    {
        var released = 0;
        for (var number = 0; number < Covenants; number++)
        {
            var random = new RandomCovenants(new Seed((ulong)number));
            var text = random.Text();
            var covenant = Load(RandomCovenants.Whole(text.Parties, text.Articles));
            check(covenant, random, text);
            for (var i = 0; i < 30; i++)
                released += covenant.Decide(random.Input()).Level > Level.None ? 1 : 0;
        }

        Assert.True(released > 200, "The random covenants hardly grant anything: the property is hardly tried.");
    }

    private static Covenant Load(string text) => Tests.Covenants.Load(text);
}
