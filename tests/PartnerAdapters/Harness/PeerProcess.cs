using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Exchange.PartnerAdapters.Tests.Harness;

/// <summary>A partner's system as a program of its own, which prints what it sees and behaves as it is told.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<JsonNode> _seen = new();
    private readonly SemaphoreSlim _confirmed = new(0);
    private readonly Task _reading;
    private readonly TaskCompletionSource<JsonNode> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _behaviour = "answers";

    private PeerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public int Port { get; private set; }

    /// <summary>Where it listens with TLS, but with something else than the protocol.</summary>
    public int ForeignPort { get; private set; }

    public static async Task<PeerProcess> PythonAsync(PeerCertificates certificates, (string Certificate, string Key) server)
    {
        var stubs = Directory.CreateDirectory(Path.Combine(certificates.Folder, "stubs")).FullName;
        using var made = Process.Start(new ProcessStartInfo("/usr/bin/protoc")
        {
            ArgumentList =
            {
                "-I", Checkout.Protos, "--python_out=" + stubs, "--grpc_out=" + stubs, "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin",
                "exchange/v1/common.proto", "exchange/v1/sections.proto", "exchange/partner/v1/partner_system.proto",
            },
        })!;
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, made.ExitCode);
        return await StartAsync(
            "/usr/bin/python3", Path.Combine(Checkout.Peers, "python", "partner_system_peer.py"), stubs, certificates.Authority, server.Certificate, server.Key);
    }

    public static Task<PeerProcess> NodeAsync(PeerCertificates certificates, (string Certificate, string Key) server)
    {
        var folder = Path.Combine(Checkout.Peers, "node");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"Run `npm ci` in {folder} first; ./test does.");
        return StartAsync(
            "node", Path.Combine(folder, "partner_system_peer.js"), Checkout.Protos, certificates.Authority, server.Certificate, server.Key);
    }

    public async Task BehaveAsync(string behaviour)
    {
        _behaviour = behaviour;
        await _process.StandardInput.WriteLineAsync(behaviour);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.True(await _confirmed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "the peer does not listen");
    }

    /// <summary>Every question that it has seen since the last time.</summary>
    public async Task<IReadOnlyList<JsonNode>> TakeSeenAsync()
    {
        await BehaveAsync(_behaviour); // what it saw before it confirms comes before that
        var seen = new List<JsonNode>();
        while (_seen.TryDequeue(out var question))
            seen.Add(question);
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _reading;
        _process.Dispose();
        _confirmed.Dispose();
    }

    private static async Task<PeerProcess> StartAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var peer = new PeerProcess(Process.Start(start)!);
        var ports = await peer._started.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        (peer.Port, peer.ForeignPort) = ((int)ports["port"]!, (int)ports["foreignPort"]!);
        return peer;
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var said = JsonNode.Parse(line)!;
            if (said["seen"] is { } seen)
                _seen.Enqueue(seen);
            else if (said["behaviour"] is not null)
                _confirmed.Release();
            else
                _started.TrySetResult(said);
        }

        _started.TrySetException(new InvalidOperationException("The peer ended before it listened."));
    }
}
