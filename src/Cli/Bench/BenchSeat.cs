using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Cli.Bench;

/// <summary>One caller: a connection, a token of its own, and the same question again and again.</summary>
internal sealed class BenchSeat(CallInvoker connection, string token, GetBasisdossierRequest request)
{
    private static readonly Marshaller<byte[]> Bytes = new(bytes => bytes, bytes => bytes);

    // As bytes, so that as little as possible of the callers' core goes into reading and writing messages.
    private static readonly Method<byte[], byte[]> GatewayMethod =
        new(MethodType.Unary, "exchange.v1.DossierService", nameof(DossierService.DossierServiceClient.GetBasisdossier), Bytes, Bytes);

    private readonly CallOptions _options = new(new Metadata { { "authorization", $"Bearer {token}" } });
    private readonly byte[] _request = request.ToByteArray();

    /// <summary>Asks the gateway.</summary>
    /// <exception cref="RpcException">It refused.</exception>
    public Task<byte[]> AskAsync() => CallAsync(GatewayMethod);

    /// <summary>Sends the very same to the bare method.</summary>
    public Task<byte[]> EchoAsync() => CallAsync(EchoEndpoint.EchoMethod);

    /// <summary>Sends the very same to the logged method.</summary>
    public Task<byte[]> LoggedAsync() => CallAsync(EchoEndpoint.LoggedMethod);

    private async Task<byte[]> CallAsync(Method<byte[], byte[]> method)
    {
        using var call = connection.AsyncUnaryCall(method, null, _options, _request);
        return await call.ResponseAsync.ConfigureAwait(false);
    }
}
