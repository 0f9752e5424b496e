using System.Reflection;

namespace Exchange.GrpcTests.References;

/// <summary>The checks see every way in which a stand-in can be off; each case makes one thing wrong.</summary>
public sealed class NoticeTests
{
    private const string Status = "[Grpc.Core.Api]Grpc.Core.Status";
    private const string Context = "[Grpc.Core.Api]Grpc.Core.ServerCallContext";
    private const string Writer = "[Grpc.Core.Api]Grpc.Core.IAsyncStreamWriter`1";
    private const string Invoker = "[Grpc.Core.Api]Grpc.Core.CallInvoker";

    [Fact]
    public void OtherReturnType_IsMissing()
    {
        var standIns = Official.StandIns.With(Status, "get_StatusCode", member => member with { Signature = "instance Int32 <0>()" });

        AssertReported($"no member {Status}::get_StatusCode ", ReferenceCheck.Missing(Official.Server, standIns));
    }

    [Fact]
    public void ClassInsteadOfStruct_IsMissing()
    {
        var standIns = Official.StandIns.With(
            Context, "get_Status", member => Spelled(member, "struct", "class"));

        AssertReported($"no member {Context}::get_Status ", ReferenceCheck.Missing(Official.Server, standIns));
    }

    [Fact]
    public void StaticInsteadOfInstance_IsMissing()
    {
        var standIns = Official.StandIns.With(
            Status, "get_Detail", member => Spelled(member, "instance", "static"));

        AssertReported($"no member {Status}::get_Detail ", ReferenceCheck.Missing(Official.Server, standIns));
    }

    [Theory]
    [InlineData(MethodAttributes.Private)]
    [InlineData(MethodAttributes.Assembly)]
    [InlineData(MethodAttributes.Family)]
    public void HiddenMember_IsNotAccessible(MethodAttributes access)
    {
        var standIns = Official.StandIns.With(Status, "get_Detail", member => member with { Access = access });

        Assert.Contains($"not accessible: {Status}::get_Detail", ReferenceCheck.Missing(Official.Server, standIns));
    }

    [Fact]
    public void ProtectedMember_IsAccessibleToADerivedClassOnly()
    {
        var member = new MemberShape("x", "") { Access = MethodAttributes.Family };

        Assert.True(member.IsVisibleTo(derivedClass: true));
        Assert.False(member.IsVisibleTo(derivedClass: false));
    }

    [Fact]
    public void MissingBaseMember_MakesAnOverrideOfNothing()
    {
        var standIns = Official.StandIns.With(Context, "get_PeerCore", _ => null);

        AssertReported("get_PeerCore", DerivationCheck.Misfits(Official.Server, standIns), "overrides nothing");
    }

    [Fact]
    public void BaseMemberThatIsNotVirtual_IsNoticed()
    {
        var standIns = Official.StandIns.With(Context, "get_UserStateCore", member => member with { IsVirtual = false });

        AssertReported("overrides a member that is not virtual", DerivationCheck.Misfits(Official.Server, standIns));
    }

    [Fact]
    public void BaseMemberWithOtherAccess_IsNoticed()
    {
        var standIns = Official.StandIns.With(Context, "get_PeerCore", member => member with { Access = MethodAttributes.Public });

        AssertReported("is Family, what it overrides is Public", DerivationCheck.Misfits(Official.Server, standIns));
    }

    [Fact]
    public void BaseMethodWithOtherConstraints_IsNoticed()
    {
        var standIns = Official.StandIns.With(Invoker, "AsyncUnaryCall", member => member with { Constraints = "None , None " });

        AssertReported("has constraints", DerivationCheck.Misfits(Official.Client, standIns));
    }

    [Fact]
    public void AnAbstractMemberMore_IsLeftOpen()
    {
        var standIns = Official.StandIns.With(Context, shape => shape with
        {
            Members = [.. shape.Members, new MemberShape("MadeUp", "instance Void <0>()") { IsVirtual = true, IsAbstract = true }],
        });

        AssertReported("leaves MadeUp instance Void <0>() abstract", DerivationCheck.Misfits(Official.Server, standIns));
    }

    [Fact]
    public void AnInterfaceMemberMore_IsNotImplemented()
    {
        var standIns = Official.StandIns.With(Writer, shape => shape with
        {
            Members = [.. shape.Members, new MemberShape("MadeUp", "instance Void <0>(!0)") { IsVirtual = true, IsAbstract = true }],
        });

        AssertReported("does not implement", DerivationCheck.Misfits(Official.Client, standIns), "MadeUp");
    }

    [Fact]
    public void DefaultInterfaceMember_MadeAbstract_IsNotImplemented()
    {
        // One official class leaves the write with a cancellation token to the default in the interface.
        var standIns = Official.StandIns.With(Writer, "WriteAsync", member => member with { IsAbstract = true });

        AssertReported("StatusClientStreamWriter does not implement", DerivationCheck.Misfits(Official.Client, standIns));
    }

    [Fact]
    public void SealedBase_IsNoticed()
    {
        var standIns = Official.StandIns.With(Context, shape => shape with { IsSealed = true });

        AssertReported("which is sealed", DerivationCheck.Misfits(Official.Server, standIns));
    }

    [Fact]
    public void MissingBase_IsNoticed()
    {
        var standIns = Official.StandIns.With(Context, _ => null);

        AssertReported("which is not there", DerivationCheck.Misfits(Official.Server, standIns));
    }

    private static MemberShape Spelled(MemberShape member, string word, string otherWord) =>
        member with { Signature = member.Signature.Replace(word, otherWord, StringComparison.Ordinal) };

    private static void AssertReported(string part, IEnumerable<string> reports, string otherPart = "") => Assert.Contains(
        reports, text => text.Contains(part, StringComparison.Ordinal) && text.Contains(otherPart, StringComparison.Ordinal));
}
