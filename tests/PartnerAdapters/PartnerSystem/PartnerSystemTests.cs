using Exchange.Dossiers;
using Exchange.PartnerAdapters.Tests.Conformance;
using Exchange.PartnerAdapters.Tests.Harness;

namespace Exchange.PartnerAdapters.Tests.PartnerSystem;

/// <summary>What is particular to <c>exchange.partner.v1</c>, beside what every adapter must do.</summary>
public abstract class PartnerSystemTests : AdapterConformance
{
    private protected PartnerSystemUnderTest System => (PartnerSystemUnderTest)Partner;

    [Fact]
    public async Task PermissionDenied_IsARefusal()
    {
        var adapter = await System.ConnectAsync("denied");
        Assert.IsType<SourceAnswer.Refused>(await adapter.AskAsync(Questions.WorkIncome()));
    }

    [Theory]
    [InlineData("another-question", SourceFault.NotTheProtocol)]
    [InlineData("unknown-field", SourceFault.NotAskedFor)]
    [InlineData("generalised", SourceFault.BadContent)]
    public async Task AnswerAgainstTheRulesOfTheProto_IsMalformed(string behaviour, SourceFault fault)
    {
        var adapter = await System.ConnectAsync(behaviour);
        Assert.Equal(new SourceAnswer.Malformed(fault), await adapter.AskAsync(Questions.WorkIncome()));
    }

    [Fact]
    public async Task Peer_SeesTheGatewaysCertificateAndNoHeadersOfACall()
    {
        var adapter = await System.ConnectAsync("answers");
        await adapter.AskAsync(Questions.WorkIncome());

        var (caller, metadata) = Assert.Single(await System.TakeCallersAsync());

        Assert.Equal(PeerCertificates.GatewayName, caller);
        Assert.Empty(metadata.Except(["user-agent", "accept-encoding", "grpc-accept-encoding", "content-type", "te"]));
    }
}

/// <summary>A partner's system in Python, on grpcio.</summary>
public sealed class PythonPartnerSystemTests : PartnerSystemTests
{
    private protected override Task<IPartnerUnderTest> StartAsync() =>
        Task.FromResult<IPartnerUnderTest>(new PartnerSystemUnderTest(PeerProcess.PythonAsync));
}

/// <summary>A partner's system in Node, on @grpc/grpc-js.</summary>
public sealed class NodePartnerSystemTests : PartnerSystemTests
{
    [Fact]
    public async Task PackedAnswer_IsNotUnpacked()
    {
        // 64 MiB in 64 KiB, which nobody said that we take.
        var adapter = await System.ConnectAsync("zipped", foreign: true);
        Assert.Equal(new SourceAnswer.Malformed(SourceFault.NotTheProtocol), await adapter.AskAsync(Questions.WorkIncome()));
    }

    private protected override Task<IPartnerUnderTest> StartAsync() =>
        Task.FromResult<IPartnerUnderTest>(new PartnerSystemUnderTest(PeerProcess.NodeAsync));
}
