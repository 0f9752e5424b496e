using System.Diagnostics;
using System.Text.Json.Nodes;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>A client in Python that goes on from fault to fault, and makes many calls at a time.</summary>
internal sealed class FaultPeer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private FaultPeer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<FaultPeer> StartAsync(ContractSetting setting)
    {
        var stubs = await PythonPeer.MakeStubsAsync(setting.Gateway);
        var (protos, tools) = (Path.Combine(Repository.Root, "protos"), Path.Combine(setting.Gateway.Folder, "tools.pb"));
        var files = Directory.EnumerateFiles(Path.Combine(protos, "grpc"), "*.proto", SearchOption.AllDirectories);
        var (exitCode, _, errors) = await ForeignProgram.RunAsync("protoc", ["-I", protos, "--include_imports", "--descriptor_set_out=" + tools, .. files]);
        Assert.True(exitCode == 0, errors);
        var start = new ProcessStartInfo(ForeignProgram.Python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[ForeignProgram.PythonPeer("fault_peer.py"), stubs, .. setting.Connection, tools])
            start.ArgumentList.Add(argument);
        return new FaultPeer(Process.Start(start)!);
    }

    /// <summary>What came of calls that are made at the same time, or one after the other.</summary>
    public async Task<IReadOnlyList<JsonNode>> CallAsync(IEnumerable<JsonObject> calls, bool inOrder = false)
    {
        await WriteAsync(new JsonObject { ["calls"] = new JsonArray([.. calls]), ["inOrder"] = inOrder });
        return await ReadAsync();
    }

    /// <summary>What came of a call that was cancelled when something had happened at the gateway.</summary>
    public async Task<JsonNode> CancelAsync(JsonObject call, Func<Task> happened)
    {
        await WriteAsync(new JsonObject { ["cancel"] = call });
        await ReadAsync();
        await happened();
        await WriteAsync([]);
        return Assert.Single(await ReadAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task WriteAsync(JsonObject line)
    {
        await _process.StandardInput.WriteLineAsync(line.ToJsonString().AsMemory(), Stop);
        await _process.StandardInput.FlushAsync(Stop);
    }

    private async Task<IReadOnlyList<JsonNode>> ReadAsync() => await _process.StandardOutput.ReadLineAsync(Stop) is { } line
        ? [.. JsonNode.Parse(line)!.AsArray().Select(n => n!)]
        : throw new InvalidOperationException("The peer ended: " + await _errors);
}
