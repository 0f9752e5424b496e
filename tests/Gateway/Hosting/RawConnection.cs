using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Hosting;

/// <summary>A client that speaks as much of HTTP/2 (RFC 9113) as a test wants it to.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    public const byte Settings = 4, Ping = 6;

    private readonly TcpClient _socket;
    private readonly SslStream _stream;

    private RawConnection(TcpClient socket, SslStream stream) => (_socket, _stream) = (socket, stream);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Shakes hands, and says no more than that it speaks HTTP/2.</summary>
    public static async Task<RawConnection> OpenAsync(RunningGateway gateway, X509Certificate2 certificate)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(gateway.Address.Host, gateway.Address.Port, Stop);
        var stream = new SslStream(socket.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            },
            Stop);
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Stop);
        await stream.WriteAsync(new byte[] { 0, 0, 0, Settings, 0, 0, 0, 0, 0 }, Stop);
        return new RawConnection(socket, stream);
    }

    /// <summary>The next frame; null when the server closed.</summary>
    public async Task<(byte Type, byte[] Payload)?> ReadAsync()
    {
        try
        {
            var head = new byte[9];
            await _stream.ReadExactlyAsync(head, Stop);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await _stream.ReadExactlyAsync(payload, Stop);
            return (head[3], payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The server's settings, by their identifiers.</summary>
    public async Task<IReadOnlyDictionary<int, uint>> ReadSettingsAsync()
    {
        while (await ReadAsync() is var (type, payload))
        {
            if (type == Settings && payload.Length > 0)
                return payload.Chunk(6).ToDictionary(pair => (pair[0] << 8) | pair[1], pair => BinaryPrimitives.ReadUInt32BigEndian(pair.AsSpan(2)));
        }
        throw new InvalidOperationException("The server closed before it sent its settings.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
