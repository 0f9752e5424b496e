using System.Net;
using System.Net.Sockets;

namespace Exchange.PartnerAdapters.Tests.Harness;

/// <summary>Passes connections on to a server, and cuts each once so many bytes have come back.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();

    public CuttingProxy(int target, int cutAfter)
    {
        _listener.Start();
        _ = AcceptAsync(target, cutAfter);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync(int target, int cutAfter)
    {
        try
        {
            while (true)
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_ended.Token), target, cutAfter);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task PassAsync(TcpClient client, int target, int cutAfter)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, target, _ended.Token);
                var there = client.GetStream().CopyToAsync(server.GetStream(), _ended.Token);
                var buffer = new byte[1024];
                for (var passed = 0; passed < cutAfter;)
                {
                    var read = await server.GetStream().ReadAsync(buffer, _ended.Token);
                    if (read == 0)
                        return;
                    await client.GetStream().WriteAsync(buffer.AsMemory(0, read), _ended.Token);
                    passed += read;
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }
}
