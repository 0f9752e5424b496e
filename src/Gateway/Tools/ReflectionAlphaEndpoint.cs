using Exchange.Gateway.Endpoints;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Exchange.Gateway.Tools;

/// <summary>
/// <c>grpc.reflection.v1alpha.ServerReflection</c>, for tools that do not speak v1 yet. Both have the same messages on the wire,
/// so each is read as the other.
/// </summary>
[BindServiceMethod(typeof(ReflectionAlphaEndpoint), nameof(Bind))]
internal sealed class ReflectionAlphaEndpoint(ReflectionEndpoint v1) : ServerReflection.ServerReflectionBase
{
    public static void Bind(ServiceBinderBase binder, ServerReflection.ServerReflectionBase? service) => ServerReflection.BindService(new ReadableRequests(binder), service);

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requests, IServerStreamWriter<ServerReflectionResponse> responses, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            var request = Grpc.Reflection.V1.ServerReflectionRequest.Parser.ParseFrom(requests.Current.ToByteString());
            var response = ServerReflectionResponse.Parser.ParseFrom(v1.Answer(request).ToByteString());
            await responses.WriteAsync(response, context.CancellationToken);
        }
    }
}
