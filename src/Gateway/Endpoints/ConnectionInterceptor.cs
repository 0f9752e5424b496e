using Exchange.Gateway.Errors;
using Exchange.Gateway.Identity;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Exchange.Gateway.Endpoints;

/// <summary>
/// No call of any service over a connection whose certificate counts no more: a connection may stay open long after the
/// certificate was revoked, its CA was taken out of the trust bundle, or the revocation lists became too old.
/// </summary>
internal sealed class ConnectionInterceptor(CallerIdentification identification) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requests, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responses, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requests, responses, context);
    }

    private void Check(ServerCallContext context)
    {
        if (identification.RefusesConnection(context.GetHttpContext()) is { } refusal)
            throw RichError.ToRpcException(refusal);
    }
}
