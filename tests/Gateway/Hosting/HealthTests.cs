using System.Net;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace Exchange.Gateway.Tests.Hosting;

/// <summary>The one plain-text listener answers about health, on loopback, and about nothing else.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task PlainTextListener_AnswersHealthAndNothingElse()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = new HttpClient { BaseAddress = GatewayHost.Addresses(gateway.App).Health };
        var cancellation = TestContext.Current.CancellationToken;

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/live", cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready", cancellation)).StatusCode);

        using var call = new ByteArrayContent([0, 0, 0, 0, 0]);
        call.Headers.ContentType = new("application/grpc");
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/exchange.v1.DossierService/GetBasisdossier", call, cancellation)).StatusCode);
    }

    [Fact]
    public async Task Probe_ExitsWithWhatHealthAnswers()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var health = GatewayHost.Addresses(gateway.App).Health;
        Assert.Equal(0, await ProbeAsync(new Uri(health, "/healthz/ready").ToString()));
        Assert.Equal(1, await ProbeAsync(new Uri(health, "/healthz/else").ToString()));
        Assert.Equal(1, await ProbeAsync("http://127.0.0.1:9/healthz/ready")); // nobody is there
        Assert.Equal(1, await ProbeAsync("no address"));

        static async Task<int> ProbeAsync(string url) =>
            (await ForeignProgram.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Exchange.Gateway.dll"), "--probe", url])).ExitCode;
    }

    [Theory]
    [InlineData("Gateway:Health", "0.0.0.0:7480", "loopback")]
    [InlineData("Gateway:Listen", "somewhere", "Gateway:Listen")]
    [InlineData("Gateway:Data", "", "Gateway:Data")]
    [InlineData("Gateway:Storage", "oracle", "Gateway:Storage")]
    [InlineData("Gateway:Storage", "postgres", "Gateway:Postgres")]
    [InlineData("Gateway:Partnerships:0:Id", "Amsterdam Oost", "Partnerships")]
    [InlineData("Gateway:Partnerships:1:Id", "amsterdam", "twice")]
    public void ConfigurationThatCannotBeUsed_StopsTheStartWithASentence(string key, string value, string word)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Data"] = "data",
            ["Gateway:Partnerships:0:Id"] = "amsterdam",
            ["Gateway:Partnerships:0:Covenant"] = Repository.SampleCovenant,
            [key] = value,
        }).Build();
        var fault = Assert.Throws<ConfigurationException>(() => { GatewayHost.Build(configuration, TimeProvider.System); });
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
    }
}
