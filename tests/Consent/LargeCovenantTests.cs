using Exchange.Cli.Bench;

namespace Exchange.Consent.Tests;

/// <summary>Covenants as large as they come, and larger.</summary>
public sealed class LargeCovenantTests
{
    [Fact]
    public void Decide_TwentyPartnersAnd440Articles_AgreesWithTheInterpreterOnTwentyThousandQuestions()
    {
        var covenant = Covenants.Load(new SyntheticCovenant(20, 15, 4, 440).Text());
        Assert.Equal((20, 15, 4, 440), (covenant.Partners.Count, covenant.Categories.Count, covenant.Forums.Count, covenant.Articles.Count));
        var interpreter = new Interpreter(covenant);
        var seed = new Seed(20);
        var reasons = new Dictionary<DecisionReason, int>();
        var released = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var input = Question(seed, covenant);
            var got = covenant.Decide(input);
            var expected = interpreter.Decide(input);

            Assert.True(got == expected, $"{input}: got {got}, expected {expected}");
            reasons[got.Reason] = reasons.GetValueOrDefault(got.Reason) + 1;
            released += got.Level > Level.None ? 1 : 0;
        }

        Assert.True(released > 800, $"{released} released");
        Assert.All(Enum.GetValues<DecisionReason>(), reason => Assert.True(reasons.GetValueOrDefault(reason) > 0, $"{reason}: {reasons.GetValueOrDefault(reason)}"));
    }

    /// <summary>However many partners, roles, forums and sources: equal columns and rows are shared.</summary>
    [Theory]
    [InlineData(20, 15, 4, 440)]
    [InlineData(200, 15, 4, 440)]
    [InlineData(60, 20, 24, 500)]
    public void Load_LargeCovenant_IsUnderSixteenMebibytes(int partners, int categories, int forums, int articles)
    {
        var covenant = Covenants.Load(new SyntheticCovenant(partners, categories, forums, articles).Text());

        Assert.InRange(covenant.CompiledBytes, 1, 16 * 1024 * 1024);
    }

    private static DecisionInput Question(Seed seed, Covenant covenant)
    {
        var partner = seed.Of([.. covenant.Partners.Values]);
        var role = seed.Of([.. partner.Roles.Order(StringComparer.Ordinal)]);
        string? Word(IEnumerable<string> words) => seed.Chance(3) ? null : seed.Of([.. words]);
        return new DecisionInput(
            seed.Chance(2) ? "vreemd" : partner.Id,
            role,
            seed.Chance(10) ? [role, "analyst"] : [role],
            seed.Of(new Relation?[] { Relation.None, Relation.None, Relation.Lead, Relation.Duo, Relation.Member, Relation.Backup, null }),
            Word(covenant.Forums.Keys.Append(DecisionInput.NoForum)),
            seed.Chance(50) ? "casusoverleg" : Word(covenant.Purposes),
            seed.Chance(60) ? CaseState.Active : seed.Of([CaseState.Weighed, CaseState.OnHold, CaseState.Closed, CaseState.Declined, CaseState.Signal, CaseState.Destroyed]),
            seed.Of(new ConsentStatus?[] { ConsentStatus.Given, ConsentStatus.Absent, ConsentStatus.Withdrawn, null }),
            seed.Of(new Secrecy?[] { Secrecy.Lifted, Secrecy.Lifted, Secrecy.NotLifted, null }),
            seed.Chance(97) ? Handling.Open : Handling.Secret,
            Word(covenant.Categories.Keys),
            Word(covenant.Partners.Keys),
            covenant.From,
            Restriction.None);
    }
}
