using Exchange.Audit.V1;
using Google.Protobuf;

namespace Exchange.Audit.Tests.Appending;

public sealed class RepeatedDecisionsTests
{
    [Fact]
    public void Leaf_OfRepeatedDecisions_ReadsAsIfTheyStoodThere()
    {
        var (plain, repeated) = (Released("politie"), Released("politie"));
        repeated.Repeated = new RepeatedDecisions(plain);
        repeated.Decisions.Clear();

        Assert.NotEmpty(plain.Decisions);
        Assert.Equal(plain, Entry.Parser.ParseFrom(repeated.ToLeaf()));
        Assert.Equal(plain.ToByteArray(), plain.ToLeaf());
    }

    [Fact]
    public void Shape_OfRepeatedDecisions_IsThatOfTheDecisions()
    {
        var decisions = new RepeatedDecisions(Released("politie"));

        // In turn, so that what was worked out for one is asked for another.
        foreach (var change in (Action<Entry>[])[
            _ => { },
            e => e.Caller.Partner = "oov",
            e => e.Caller.Controller = "gemeente-amsterdam",
            e => e.Caller.Role = "regisseur",
            e => e.DecisionInput.Forum = "itat",
            e => e.DecisionInput.Purpose = "regie",
            e => e.DecisionInput.BreakGlass = true,
            e => e.Outcome = Outcome.Refused,
            e => e.TraceId = "another",
            _ => { },
        ])
        {
            var (plain, repeated) = (Released("politie"), Released("politie"));
            change(plain);
            change(repeated);
            repeated.Repeated = decisions;
            repeated.Decisions.Clear();

            var (expected, shape) = (EntryShape.Of(plain), EntryShape.Of(repeated));
            Assert.Equal(expected.Id, shape.Id);
            Assert.Equal(expected.Bytes.ToArray(), shape.Bytes.ToArray());
        }
    }

    private static Entry Released(string partner) => new()
    {
        TraceId = "t",
        Outcome = Outcome.Released,
        Caller = new Caller { Controller = "politie", Partner = partner, Role = "caseworker" },
        DecisionInput = new DecisionInput { Forum = "regieoverleg", Purpose = "casusoverleg" },
        DossierRead = new DossierRead { Page = 1 },
        Decisions =
        {
            new CategoryDecision { Category = "police", Source = "politie", Level = "full", Article = "4.1", Released = 2 },
            new CategoryDecision { Category = "identity", Source = "oov", Level = "full", Article = "4.1", Released = 1 },
        },
    };
}
