using Exchange.Gateway.Endpoints;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Exchange.Gateway.Tools;

/// <summary>
/// <c>grpc.reflection.v1.ServerReflection</c>: tells ordinary gRPC tools which services there are and what their messages look
/// like. The contract is public and holds nothing about anybody, so a client certificate is enough and the log has no entry.
/// </summary>
/// <remarks>Source: the gRPC Server Reflection Protocol.</remarks>
[BindServiceMethod(typeof(ReflectionEndpoint), nameof(Bind))]
internal sealed class ReflectionEndpoint(ServedServices served) : ServerReflection.ServerReflectionBase
{
    public static void Bind(ServiceBinderBase binder, ServerReflection.ServerReflectionBase? service) => ServerReflection.BindService(new ReadableRequests(binder), service);

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requests, IServerStreamWriter<ServerReflectionResponse> responses, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
            await responses.WriteAsync(Answer(requests.Current), context.CancellationToken);
    }

    /// <summary>Answers one question of a tool.</summary>
    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                response.ListServicesResponse = new ListServiceResponse
                {
                    Service = { served.All.Select(s => new ServiceResponse { Name = s.FullName }) },
                };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                Give(response, served.FindFile(request.FileByFilename), "There is no such file.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                Give(response, served.FindFileOf(request.FileContainingSymbol), "There is no such symbol.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                Give(response, null, "The contract has no extensions.");
                break;
            default:
                response.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.InvalidArgument, ErrorMessage = "The request asks nothing." };
                break;
        }

        return response;
    }

    private static void Give(ServerReflectionResponse response, FileDescriptor? file, string otherwise)
    {
        if (file is null)
        {
            response.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.NotFound, ErrorMessage = otherwise };
            return;
        }

        response.FileDescriptorResponse = new FileDescriptorResponse
        {
            FileDescriptorProto = { ServedServices.WithDependencies(file).Select(f => f.SerializedData) },
        };
    }
}
