using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Exchange.GrpcTests.OverTheWire;

/// <summary>Lets a stream go out, then fails.</summary>
internal sealed class FailAfterwards : Interceptor
{
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await continuation(request, responseStream, context);
        throw new RpcException(new Status(StatusCode.DataLoss, "lost"), new Metadata { { "x-when", "late" } });
    }
}
