using System.Net;
using System.Text;

namespace Exchange.Cli.Tests.Audit;

/// <summary>What a stranger can find out with the log's public key and nothing else.</summary>
public sealed class StrangerTests : IDisposable
{
    private readonly LogFolder _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Verify_Export_IsFine_AndNamesTheFirstBadEntry()
    {
        await _log.ImportAsync(299);
        var key = await _log.KeyAsync();
        await _log.ExportAsync();

        var (exit, output, _) = await RunAsync("verify", _log.At("export"), "--key", key);
        Assert.Equal(0, exit);
        Assert.Matches("^300 entries of exchange/[A-Za-z0-9_-]{22}/amsterdam, every hash recomputed and as signed, root [0-9a-f]{64}\n$", output);

        var bundle = _log.At("export/tile/entries/000");
        var bytes = await File.ReadAllBytesAsync(bundle, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, TestContext.Current.CancellationToken);
        Assert.Equal((1, "WRONG: entry 255 was altered: it does not hash to its leaf.\n"), await SaidAsync("verify", _log.At("export"), "--key", key));
    }

    [Fact]
    public async Task Verify_AgainstAKeptCheckpoint_ProvesThatNothingBeforeWasChanged()
    {
        await _log.ImportAsync(3);
        var (key, pem) = (await _log.KeyAsync(), await _log.PemAsync());
        var kept = await _log.KeepAsync("kept", "audit", "head", "--data", _log.Data, "--signed");
        await _log.ImportAsync(2);
        await _log.ExportAsync();
        var growth = await _log.KeepAsync("growth", "audit", "prove", "--since", kept, "--data", _log.Data);

        foreach (var trusted in new[] { key, pem, (await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken)).Trim() })
        {
            Assert.Contains("nothing changed of the first 4", (await SaidAsync("verify", _log.At("export"), "--key", trusted, "--against", kept)).Output);
            Assert.Contains("grew from 4 to 6 entries", (await SaidAsync("verify", growth, "--key", trusted, "--against", kept)).Output);
            Assert.Equal(0, (await SaidAsync("verify", kept, "--key", trusted)).Exit);
        }

        // Another log, however sound, does not go on from what was kept.
        using var other = new LogFolder();
        await other.ImportAsync(9);
        await other.ExportAsync();
        var otherKey = await other.KeyAsync();
        Assert.Equal(0, (await SaidAsync("verify", other.At("export"), "--key", otherKey)).Exit);
        Assert.Equal(1, (await SaidAsync("verify", other.At("export"), "--key", otherKey, "--key", key, "--against", kept)).Exit);
        Assert.Equal((1, "WRONG: the checkpoint is of another log.\n"), await SaidAsync("verify", other.At("export"), "--key", key));
        Assert.Equal(2, (await SaidAsync("prove", "--since", kept, "--data", other.Data)).Exit);
    }

    [Fact]
    public async Task Prove_Entry_VerifiesOffline_AndAlteredItDoesNot()
    {
        await _log.ImportAsync(5);
        var key = await _log.KeyAsync();
        var proof = await _log.KeepAsync("entry.tlog-proof", "audit", "prove", "2", "--data", _log.Data);
        var bare = await _log.KeepAsync("bare.tlog-proof", "audit", "prove", "2", "--size", "4", "--without-entry", "--data", _log.Data);
        var text = await File.ReadAllTextAsync(proof, TestContext.Current.CancellationToken);
        var leaf = Convert.FromBase64String(text.Split('\n')[1]["extra ".Length..]);
        var hash = Convert.ToHexStringLower(Exchange.Audit.MerkleHash.Leaf(leaf));

        Assert.Matches("^entry 2 is in the log exchange/.*/amsterdam of 6 entries\n$", (await SaidAsync("verify", proof, "--key", key)).Output);
        Assert.Equal(0, (await SaidAsync("verify", bare, "--key", key, "--leaf-hash", hash)).Exit);
        Assert.Equal(1, (await SaidAsync("verify", bare, "--key", key, "--leaf-hash", new string('0', 64))).Exit);
        Assert.Equal(2, (await SaidAsync("verify", bare, "--key", key)).Exit);
        Assert.Equal(2, (await SaidAsync("verify", bare, "--key", key, "--leaf-hash", "zz")).Exit);

        await File.WriteAllTextAsync(proof, text.Replace("index 2", "index 3", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal((1, "WRONG: entry 3 is not proved to be in the log.\n"), await SaidAsync("verify", proof, "--key", key));
        await File.WriteAllTextAsync(proof, text[..^9], TestContext.Current.CancellationToken);
        Assert.Equal(1, (await SaidAsync("verify", proof, "--key", key)).Exit);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "/nonexistent")]
    [InlineData("verify", "/nonexistent", "--key", "nonsense")]
    [InlineData("verify", "EXPORT", "--data", "DATA")]
    [InlineData("verify", "EXPORT")]
    [InlineData("verify", "EXPORT", "--key", "KEY", "--against", "/nonexistent")]
    [InlineData("verify", "EXPORT", "--key", "KEY", "--against", "KEY")]
    [InlineData("verify", "EXPORT", "--key", "KEY", "--from", "-1")]
    [InlineData("verify", "EXPORT/checkpoint", "--key", "KEY", "--against", "EXPORT/checkpoint")]
    [InlineData("verify", "http://127.0.0.1:9/", "--key", "KEY")]
    [InlineData("prove", "--data", "DATA")]
    [InlineData("prove", "99", "--data", "DATA")]
    [InlineData("prove", "-1", "--data", "DATA")]
    [InlineData("prove", "1", "--size", "99", "--data", "DATA")]
    [InlineData("prove", "--since", "/nonexistent", "--data", "DATA")]
    [InlineData("export", "DATA", "--data", "DATA")]
    [InlineData("export", "NEW", "--data", "/nonexistent")]
    [InlineData("key", "--data", "DATA", "--keys", "/nonexistent")]
    [InlineData("head", "--signed", "--data", "DATA", "--partnership", "rotterdam")]
    [InlineData("rotate-key", "--data", "/nonexistent")]
    [InlineData("witness", "EXPORT", "--key", "KEY", "--state", "NEW")]
    [InlineData("witness", "/nonexistent", "--key", "KEY", "--state", "NEW")]
    [InlineData("witness-key", "--state", "NEW")]
    [InlineData("witness-key", "--state", "NEW", "--name", "a b")]
    public async Task WrongUsage_ExitsTwo_WithOneSentence(params string[] args)
    {
        await _log.ImportAsync(2);
        var key = await _log.KeyAsync();
        await _log.ExportAsync();
        string Named(string arg) => arg
            .Replace("EXPORT", _log.At("export"), StringComparison.Ordinal).Replace("DATA", _log.Data, StringComparison.Ordinal)
            .Replace("KEY", key, StringComparison.Ordinal).Replace("NEW", _log.At("new"), StringComparison.Ordinal);

        var (exit, output, error) = await RunAsync([.. args.Select(Named)]);

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("exchange: ", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Verify_StoreWithoutItsKeys_NeedsNone()
    {
        await _log.ImportAsync(2);
        Directory.Delete(Path.Combine(_log.Data, "keys"), recursive: true);

        Assert.Equal(0, (await SaidAsync("verify", "--data", _log.Data)).Exit);
        Assert.Equal(0, (await SaidAsync("head", "--data", _log.Data)).Exit);
        Assert.Equal(2, (await SaidAsync("head", "--data", _log.Data, "--signed")).Exit);
    }

    [Fact]
    public async Task KeyRingOfAnotherInstallation_IsToldByWhoeverNeedsTheKey()
    {
        await _log.ImportAsync(2);
        using var other = new LogFolder();
        await other.ImportAsync(1);
        Directory.Delete(Path.Combine(_log.Data, "ring"), recursive: true);
        Directory.Move(Path.Combine(other.Data, "ring"), Path.Combine(_log.Data, "ring"));

        foreach (var args in new[] { new[] { "key", "--data", _log.Data }, ["export", _log.At("export"), "--data", _log.Data], ["rotate-key", "--data", _log.Data] })
        {
            var (exit, output, error) = await RunAsync(args);
            Assert.Equal((2, ""), (exit, output));
            Assert.Contains("the key ring", error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await SaidAsync("verify", "--data", _log.Data)).Exit);
    }

    [Fact]
    public async Task RotateKey_TheOldOneSignsAlong_AndTheLogNamesTheNewOne()
    {
        await _log.ImportAsync(2);
        var old = await _log.KeyAsync();
        var rotated = await _log.KeepAsync("new.vkey", "audit", "rotate-key", "--data", _log.Data);
        var both = await _log.KeepAsync("both.vkey", "audit", "key", "--data", _log.Data);
        await _log.ExportAsync();

        foreach (var key in new[] { old, rotated, both })
            Assert.Equal(0, (await SaidAsync("verify", _log.At("export"), "--key", key)).Exit);
        Assert.Equal(
            await File.ReadAllTextAsync(rotated, TestContext.Current.CancellationToken) + await File.ReadAllTextAsync(old, TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(both, TestContext.Current.CancellationToken));
        Assert.StartsWith("4 entries", (await SaidAsync("head", "--data", _log.Data)).Output); // covenant, two cases, the key
    }

    [Fact]
    public async Task Witness_LogThatGrowsAndThenIsSetBack_CountersignsAndThenDoesNot()
    {
        await _log.ImportAsync(2);
        var key = await _log.KeyAsync();
        var witness = await _log.KeepAsync("witness.vkey", "audit", "witness-key", "--state", _log.At("witness"), "--name", "fg.example.nl/witness");
        await _log.ExportAsync();
        var countersigned = await _log.KeepAsync("countersigned", "audit", "witness", _log.At("export"), "--key", key, "--state", _log.At("witness"));

        Assert.Equal(0, (await SaidAsync("verify", countersigned, "--key", key, "--key", witness)).Exit);
        Assert.Equal((1, "WRONG: a witness did not countersign the checkpoint.\n"), await SaidAsync("verify", _log.At("export"), "--key", key, "--key", witness));

        await _log.ImportAsync(2);
        await _log.ExportAsync();
        Assert.Equal(0, (await SaidAsync("witness", _log.At("export"), "--key", key, "--state", _log.At("witness"))).Exit);
        await _log.ExportAsync("copy");
        File.Copy(_log.At("countersigned"), _log.At("copy/checkpoint"), overwrite: true);
        var (exit, output, error) = await RunAsync("witness", _log.At("copy"), "--key", key, "--state", _log.At("witness"));
        Assert.Equal((1, ""), (exit, output));
        Assert.Equal("WRONG: the log is shorter than the 5 entries that were seen before: an old copy, or set back.\n", error);
    }

    [Fact]
    public async Task WitnessAndVerify_OverHttp_SeeWhatLiesThere()
    {
        await _log.ImportAsync(299);
        var key = await _log.KeyAsync();
        await _log.KeepAsync("witness.vkey", "audit", "witness-key", "--state", _log.At("witness"), "--name", "fg.example.nl/witness");
        await _log.ExportAsync();
        using var server = new FolderServer(_log.At("export"));

        Assert.Equal(0, (await SaidAsync("verify", server.Address, "--key", key)).Exit);
        Assert.Equal(0, (await SaidAsync("witness", server.Address, "--key", key, "--state", _log.At("witness"))).Exit);
        await _log.ImportAsync(1);
        await _log.ExportAsync();
        Assert.Equal(0, (await SaidAsync("witness", server.Address, "--key", key, "--state", _log.At("witness"))).Exit);
        File.Delete(_log.At("export/tile/entries/000"));
        Assert.Equal(1, (await SaidAsync("verify", server.Address, "--key", key)).Exit);
        server.AnswerWith = HttpStatusCode.Redirect;
        Assert.Equal(2, (await SaidAsync("verify", server.Address, "--key", key)).Exit);
    }

    private static Task<(int Exit, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(["audit", .. args]);

    private static async Task<(int Exit, string Output)> SaidAsync(params string[] args)
    {
        var (exit, output, _) = await RunAsync(args);
        return (exit, output);
    }

    /// <summary>Serves a folder on loopback, as any web server would.</summary>
    private sealed class FolderServer : IDisposable
    {
        private readonly HttpListener _listener = new();

        public FolderServer(string folder)
        {
            // The listener takes no port 0; another process may take the one that was free, so try a few.
            for (var attempt = 0; ; attempt++)
            {
                Address = $"http://127.0.0.1:{FreePort()}/log/";
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(Address);
                try
                {
                    _listener.Start();
                    break;
                }
                catch (HttpListenerException) when (attempt < 5)
                {
                }
            }

            _ = Task.Run(() => ServeAsync(folder));
        }

        public string Address { get; }

        public HttpStatusCode AnswerWith { get; set; } = HttpStatusCode.OK;

        public void Dispose() => _listener.Close();

        private async Task ServeAsync(string folder)
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var file = Path.Combine(folder, context.Request.Url!.AbsolutePath["/log/".Length..]);
                context.Response.StatusCode = File.Exists(file) ? (int)AnswerWith : 404;
                await context.Response.OutputStream.WriteAsync(File.Exists(file) ? await File.ReadAllBytesAsync(file) : Encoding.ASCII.GetBytes("not there"));
                context.Response.Close();
            }
        }

        private static int FreePort()
        {
            using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
