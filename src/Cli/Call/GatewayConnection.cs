using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Pki;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Exchange.Cli.Call;

/// <summary>What came back.</summary>
/// <param name="Message">The response.</param>
/// <param name="Bytes">Its exact bytes, before compression: what the log holds the HMAC of.</param>
/// <param name="Nonce">The nonce under which it does; empty when none came.</param>
/// <param name="Receipt">Which entry of the log tells of it; null when none came.</param>
internal sealed record Answer(IMessage Message, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Nonce, V1.Receipt? Receipt);

/// <summary>A client's connection to a gateway, over mutual TLS.</summary>
internal sealed class GatewayConnection : IDisposable
{
    /// <summary>The trailer with the nonce.</summary>
    public const string NonceTrailer = "exchange-nonce-bin";

    private readonly GrpcChannel _channel;
    private readonly CallInvoker _invoker;

    public GatewayConnection(Uri address, SocketsHttpHandler handler)
    {
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _invoker = _channel.CreateCallInvoker();
    }

    /// <summary>Opens a connection with certificates from files.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file holds something else.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static GatewayConnection Open(Uri address, string authorityFile, string certificateFile, string keyFile)
    {
        var authority = X509Certificate2.CreateFromPem(File.ReadAllText(authorityFile));
        var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        return new GatewayConnection(address, DevConnection.Handler(authority, certificate));
    }

    /// <param name="method">The RPC.</param>
    /// <param name="request">The request.</param>
    /// <param name="token">The caller's token.</param>
    /// <param name="signer">Signs the request; null for an RPC that takes it unsigned.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="RpcException">The gateway refused, or there is none.</exception>
    public async Task<Answer> CallAsync(
        UnaryMethod method, IMessage request, string token, RequestSigner? signer, CancellationToken cancellation)
    {
        var headers = new Metadata { { "authorization", $"Bearer {token}" } };
        var sent = request.ToByteArray();
        if (signer is not null)
            headers.Add(RequestSigner.Header, signer.Sign(method.Request, sent));
        using var call = _invoker.AsyncUnaryCall(method.ToGrpc(), null, new CallOptions(headers, cancellationToken: cancellation), sent);
        var bytes = await call.ResponseAsync;
        var trailers = call.GetTrailers();
        return new Answer(method.ParseResponse(bytes), bytes, trailers.GetValueBytes(NonceTrailer) ?? [], KeptReceipt.Of(trailers));
    }

    public void Dispose() => _channel.Dispose();
}
