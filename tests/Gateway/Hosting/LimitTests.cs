using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;

namespace Exchange.Gateway.Tests.Hosting;

/// <summary>How much of connections, bytes and time one caller may take.</summary>
public sealed class LimitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MaxConnections", "0")]
    [InlineData("MaxStreamsPerConnection", "100000")]
    [InlineData("MaxHeaderBytes", "8192")]
    [InlineData("MinBytesPerSecond", "0")]
    [InlineData("PingAfter", "00:00:00")]
    [InlineData("PingWithin", "01:00:00")]
    [InlineData("CloseIdleAfter", "2.00:00:00")]
    [InlineData("CallWithin", "00:00:00.5")]
    [InlineData("StreamWithin", "1.00:00:00")]
    public async Task LimitOutOfItsRange_StopsTheStartWithASentence(string limit, string value)
    {
        var fault = await Assert.ThrowsAsync<ConfigurationException>(() => RunningGateway.StartAsync(configure: Settings.Of(("Gateway:Limits:" + limit, value))));
        Assert.Contains("Gateway:Limits:" + limit, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_TellTheClientHowManyCallsAndHeadersItMaySend()
    {
        await using var gateway = await RunningGateway.StartAsync(configure: Settings.Of(("Gateway:Limits:MaxStreamsPerConnection", "7")));
        await using var connection = await RawConnection.OpenAsync(gateway, gateway.Pki.Parties["politie"].Certificate);

        var settings = await connection.ReadSettingsAsync();

        Assert.Equal(7u, settings[0x3]);
        Assert.Equal(16u * 1024, settings[0x6]);
    }

    [Fact]
    public async Task SilentConnection_IsAskedWhetherItIsThereAndClosedWhenItDoesNotAnswer()
    {
        await using var gateway = await RunningGateway.StartAsync(configure: Settings.Of(("Gateway:Limits:PingAfter", "00:00:01"), ("Gateway:Limits:PingWithin", "00:00:01")));
        await using var connection = await RawConnection.OpenAsync(gateway, gateway.Pki.Parties["politie"].Certificate);

        var types = new List<byte>();
        while (await connection.ReadAsync() is var (type, _))
            types.Add(type);

        Assert.Contains(RawConnection.Ping, types);
    }

    [Fact]
    public async Task ConnectionThatSaysNothing_IsClosed()
    {
        await using var gateway = await RunningGateway.StartAsync(configure: Settings.Of(("Identity:HandshakeWithin", "00:00:01")));
        using var socket = new TcpClient();
        await socket.ConnectAsync(gateway.Address.Host, gateway.Address.Port, Stop);
        var began = Stopwatch.GetTimestamp();

        await AssertClosedAsync(socket);

        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.5, 8);
    }

    [Fact]
    public async Task ConnectionOverTheMost_IsClosedAtOnceAndTheOthersGoOn()
    {
        await using var gateway = await RunningGateway.StartAsync(configure: Settings.Of(("Gateway:Limits:MaxConnections", "2")));
        var health = new Health.HealthClient(gateway.Channel("politie"));
        await health.CheckAsync(new HealthCheckRequest(), cancellationToken: Stop);
        using var second = new TcpClient();
        await second.ConnectAsync(gateway.Address.Host, gateway.Address.Port, Stop);
        using var third = new TcpClient();
        await third.ConnectAsync(gateway.Address.Host, gateway.Address.Port, Stop);

        await AssertClosedAsync(third);

        await health.CheckAsync(new HealthCheckRequest(), cancellationToken: Stop);
        using var probe = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync(new Uri(GatewayHost.Addresses(gateway.App).Health, "/healthz/live"), Stop)).StatusCode);
    }

    [Fact]
    public async Task HeadersOverTheMost_AreRefused()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var health = new Health.HealthClient(gateway.Channel("politie"));
        await health.CheckAsync(new HealthCheckRequest(), new Metadata { { "authorization", new string('a', 10_000) } }, cancellationToken: Stop);

        await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(
            new HealthCheckRequest(), new Metadata { { "authorization", new string('a', 17_000) } }, cancellationToken: Stop));
    }

    [Fact]
    public async Task RequestThatTrickles_IsGivenUp()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = new HttpClient(gateway.Pki.Connect(gateway.Pki.Parties["politie"].Certificate)) { BaseAddress = gateway.Address };
        using var content = new Trickle();
        content.Headers.ContentType = new("application/grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TE.Add(new("trailers"));
        var began = Stopwatch.GetTimestamp();

        string? status = null;
        try
        {
            using var response = await client.SendAsync(request, Stop);
            await response.Content.ReadAsByteArrayAsync(Stop);
            status = StatusOf(response);
        }
        catch (HttpRequestException)
        {
            // The stream was reset.
        }

        Assert.NotEqual("0", status);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 1, 20); // the call's own deadline is at 30
    }

    [Fact]
    public async Task CallWithoutADeadline_GetsTheGateways()
    {
        await using var gateway = await RunningGateway.StartAsync(configure: Settings.Of(("Gateway:Limits:CallWithin", "00:00:01"), ("Gateway:Limits:StreamWithin", "00:00:02")));
        var lead = gateway.Person("politie", "p.lead", "regisseur");
        await using var other = new SqliteConnection($"Data Source={Path.Combine(gateway.DataFolder, "exchange.db")};Pooling=False");
        await other.OpenAsync(Stop);
        await using var lockIt = other.CreateCommand();
        lockIt.CommandText = "BEGIN IMMEDIATE";
        await lockIt.ExecuteNonQueryAsync(Stop); // nothing can be logged, so every call waits

        foreach (var deadline in new DateTime?[] { null, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1) })
        {
            var began = Stopwatch.GetTimestamp();
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await lead.Dossiers.GetBasisdossierAsync(
                lead.Asking("regie", "unknown"), lead.Headers(), deadline, Stop));
            Assert.Equal(StatusCode.DeadlineExceeded, refused.StatusCode);
            Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.9, 20);
        }

        using var watch = new Health.HealthClient(gateway.Channel(lead.Controller)).Watch(new HealthCheckRequest(), cancellationToken: Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Stop));
        Assert.Equal(StatusCode.DeadlineExceeded, ended.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CompressedRequest_IsReadAndTheResponseIsCompressedOnlyIfSet(bool compress)
    {
        await using var gateway = await RunningGateway.StartAsync(configure: Settings.Of(("Gateway:CompressResponses", compress.ToString())));
        var lead = gateway.Person("politie", "p.lead", "regisseur");
        var @case = await gateway.ImportAsync(Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
        var headers = lead.Headers();
        headers.Add("grpc-internal-encoding-request", "gzip");

        Assert.NotEmpty((await lead.Dossiers.GetBasisdossierAsync(lead.Asking("regie", @case.Id.Value), headers, cancellationToken: Stop)).Sections);

        // The client does not show in what form a response came.
        using var response = await PostAsync(gateway, "/grpc.health.v1.Health/Check", [0, 0, 0, 0, 0], new() { ["grpc-accept-encoding"] = "gzip" });
        Assert.Equal(compress, response.Headers.TryGetValues("grpc-encoding", out var encoding) && encoding.Single() == "gzip");
        Assert.Equal(compress ? 1 : 0, (await response.Content.ReadAsByteArrayAsync(Stop))[0]);
        Assert.Equal("0", StatusOf(response));
    }

    [Theory]
    [InlineData("GetBasisdossier", GatewayHost.MaxRequestBytes - 100, false)]
    [InlineData("GetBasisdossier", GatewayHost.MaxRequestBytes + 100, true)]
    [InlineData("GetBasisdossier", 512 * 1024 * 1024, true)]
    [InlineData("Contribute", 512 * 1024 * 1024, true)] // whose bytes are looked at before gRPC does
    public async Task CompressedRequest_ThatUnpacksToMoreThanMayBeReceived_IsRefused(string method, int unpacked, bool refused)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            // A field that nobody knows, as long as it says
            gzip.Write([0xFA, 0x3E]);
            var length = new MemoryStream();
            using (var writer = new CodedOutputStream(length, leaveOpen: true))
                writer.WriteLength(unpacked);
            gzip.Write(length.ToArray());
            var zeros = new byte[1024 * 1024];
            for (var left = unpacked; left > 0; left -= zeros.Length)
                gzip.Write(zeros, 0, Math.Min(left, zeros.Length));
        }
        Assert.True(packed.Length < GatewayHost.MaxRequestBytes);
        byte[] message = [1, .. BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)packed.Length)), .. packed.ToArray()];

        using var response = await PostAsync(gateway, "/exchange.v1.DossierService/" + method, message, new() { ["grpc-encoding"] = "gzip" });

        Assert.Equal(refused ? "8" : "16", StatusOf(response)); // exhausted, or read and without a token
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningGateway gateway, string path, byte[] message, Dictionary<string, string> headers)
    {
        using var client = new HttpClient(gateway.Pki.Connect(gateway.Pki.Parties["politie"].Certificate)) { BaseAddress = gateway.Address };
        using var content = new ByteArrayContent(message);
        content.Headers.ContentType = new("application/grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        request.Headers.TE.Add(new("trailers"));
        var response = await client.SendAsync(request, Stop);
        await response.Content.LoadIntoBufferAsync(Stop);
        return response;
    }

    private static string? StatusOf(HttpResponseMessage response) =>
        response.TrailingHeaders.Concat(response.Headers).FirstOrDefault(header => header.Key == "grpc-status").Value?.Single();

    private static async Task AssertClosedAsync(TcpClient socket)
    {
        try
        {
            Assert.Equal(0, await socket.GetStream().ReadAsync(new byte[1], Stop));
        }
        catch (IOException)
        {
            // Reset is closed too.
        }
    }

    /// <summary>Begins a message and never ends it.</summary>
    private sealed class Trickle : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 0, 0, 100, 1 }, Stop);
            await stream.FlushAsync(Stop);
            await Task.Delay(TimeSpan.FromSeconds(40), Stop);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
