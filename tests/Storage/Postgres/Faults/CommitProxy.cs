using System.Net;
using System.Net.Sockets;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>When a connection is cut, as seen from the server.</summary>
public enum Cut
{
    /// <summary>The commit never reaches it.</summary>
    BeforeCommit,

    /// <summary>It commits, and nobody hears of it.</summary>
    AfterCommit,
}

/// <summary>Passes connections on to a server, and cuts one at its COMMIT, or at a statement that is one; or passes nothing on any more, as a network that is gone.</summary>
internal sealed class CommitProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _gone;
    private int _cut = -1;

    public CommitProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Whether the last was cut at a statement that is a transaction of its own.</summary>
    public bool CutAlone { get; private set; }

    /// <summary>Whether new connections are refused after the next cut.</summary>
    public bool ThenRefuse { get; set; }

    /// <summary>Cuts the next connection that commits.</summary>
    public void CutNext(Cut when) => Volatile.Write(ref _cut, (int)when);

    /// <summary>From now on nothing passes, and no end of a connection shows: a machine that lost its power, or froze.</summary>
    public void GoSilent() => _gone = new TaskCompletionSource();

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        _gone?.TrySetResult();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            if (ThenRefuse && Cuts > 0)
                return;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
                using var over = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
                var mute = new StrongBox();
                var back = PassBackAsync(server, client, mute, over.Token);
                await PassOnAsync(client, server, mute, over.Token);
                await over.CancelAsync();
                await back;
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task PassOnAsync(TcpClient client, TcpClient server, StrongBox mute, CancellationToken over)
    {
        var buffer = new byte[64 * 1024];
        while (await client.GetStream().ReadAsync(buffer, over) is > 0 and var read)
        {
            if (_gone is { } gone)
                await gone.Task;
            var isAlone = buffer.AsSpan(0, read).IndexOf("append_log_alone"u8) >= 0;
            if ((isAlone || buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0) && Interlocked.Exchange(ref _cut, -1) is >= 0 and var cut)
            {
                Cuts++;
                CutAlone = isAlone;
                if (cut == (int)Cut.BeforeCommit)
                    return;
                mute.Is = true;
                await server.GetStream().WriteAsync(buffer.AsMemory(0, read), over);
                await Task.Delay(300, over); // long enough for the server to commit
                return;
            }
            await server.GetStream().WriteAsync(buffer.AsMemory(0, read), over);
        }
    }

    private async Task PassBackAsync(TcpClient server, TcpClient client, StrongBox mute, CancellationToken over)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await server.GetStream().ReadAsync(buffer, over) is > 0 and var read)
            {
                if (_gone is { } gone)
                    await gone.Task;
                if (!mute.Is)
                    await client.GetStream().WriteAsync(buffer.AsMemory(0, read), over);
            }
            client.Close();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private sealed class StrongBox
    {
        public volatile bool Is;
    }
}
