using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Options;

namespace Exchange.Gateway.Signing;

/// <summary>
/// Sets the exact bytes of a signed request aside before gRPC reads it. What is parsed and serialised again need not be what was
/// signed: protobuf has several encodings of one message.
/// </summary>
internal sealed class SignedRequestReader(RequestDelegate next, IOptions<GrpcServiceOptions> grpc)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<SignedAttribute>() is not null)
        {
            var encoding = context.Request.Headers["grpc-encoding"].ToString();
            var compression = grpc.Value.CompressionProviders.FirstOrDefault(p => p.EncodingName == encoding);
            var largest = grpc.Value.MaxReceiveMessageSize ?? GatewayLimit;
            context.Features.Set(await FirstMessage.PeekAsync(context.Request.BodyReader, compression, largest, context.RequestAborted));
        }

        await next(context);
    }

    private const int GatewayLimit = Hosting.GatewayHost.MaxRequestBytes;
}
