namespace Exchange.GrpcTests.References;

public sealed class CompletenessTests
{
    [Theory]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Grpc.Net.Client")]
    [InlineData("Exchange.Grpc.Tests")] // stands for generated code and for what Exchange itself uses
    public void EveryReference_IsOfferedWithTheSameSignature(string assembly)
    {
        var shape = AssemblyShape.Read(Official.PathOf(assembly));

        Assert.Empty(ReferenceCheck.Missing(shape, Official.StandIns));
    }

    [Theory]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Grpc.Net.Client")]
    [InlineData("Exchange.Grpc.Tests")]
    public void EveryDerivedClass_FitsItsBase(string assembly)
    {
        var shape = AssemblyShape.Read(Official.PathOf(assembly));

        Assert.Empty(DerivationCheck.Misfits(shape, Official.StandIns));
    }

    [Fact]
    public void TheWalk_IsNotEmpty()
    {
        AssemblyShape[] official = [Official.Server, Official.Client];

        var types = official.SelectMany(assembly => assembly.ReferredTypes).Where(StandIns.Owe).Distinct();
        var members = official.SelectMany(assembly => assembly.ReferredMembers).Where(member => StandIns.Owe(member.Type)).Distinct();
        Assert.InRange(types.Count(), 49, 200);
        Assert.InRange(members.Count(), 100, 500);
    }

    [Fact]
    public void EveryReferredMember_IsReportedWhenItIsTakenAway()
    {
        foreach (var assembly in (AssemblyShape[])[Official.Server, Official.Client])
        {
            foreach (var (type, member) in assembly.ReferredMembers.Where(member => StandIns.Owe(member.Type)))
            {
                var standIns = Official.StandIns.With(type, member.Name, _ => null);

                Assert.Contains($"no member {type}::{member.Name} {member.Signature}", ReferenceCheck.Missing(assembly, standIns));
            }
        }
    }

    [Fact]
    public void EveryReferredType_IsReportedWhenItIsTakenAwayOrHidden()
    {
        foreach (var assembly in (AssemblyShape[])[Official.Server, Official.Client])
        {
            foreach (var type in assembly.ReferredTypes.Where(StandIns.Owe))
            {
                Assert.Contains($"no public type {type}", ReferenceCheck.Missing(assembly, Official.StandIns.With(type, _ => null)));
                Assert.Contains(
                    $"no public type {type}",
                    ReferenceCheck.Missing(assembly, Official.StandIns.With(type, shape => shape with { IsPublic = false })));
            }
        }
    }
}
