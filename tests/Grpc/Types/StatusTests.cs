using Grpc.Core;

namespace Exchange.GrpcTests.Types;

public sealed class StatusTests
{
    [Fact]
    public void StatusCode_HasTheNumbersOfTheProtocol() => Assert.Equal(
        [
            "OK", "Cancelled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied",
            "ResourceExhausted", "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss",
            "Unauthenticated",
        ],
        Names<StatusCode>(from: 0, count: 17));

    [Fact]
    public void OtherNumbers_AreThoseOfTheOfficialAssemblies()
    {
        // Compiled into the official assemblies, where no reference shows them.
        Assert.Equal(["Unary", "ClientStreaming", "ServerStreaming", "DuplexStreaming"], Names<MethodType>(from: 0, count: 4));
        Assert.Equal(["BufferHint", "NoCompress"], Names<WriteFlags>(from: 1, count: 2));
        Assert.Equal(["Idle", "Connecting", "Ready", "TransientFailure", "Shutdown"], Names<ConnectivityState>(from: 0, count: 5));
    }

    [Fact]
    public void Text_HasCodeAndDetailAndTheMessageOfTheException()
    {
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"gone\")", new Status(StatusCode.NotFound, "gone").ToString());
        Assert.Equal(
            "Status(StatusCode=\"Internal\", Detail=\"d\", DebugException=\"System.ArgumentException: why\")",
            new Status(StatusCode.Internal, "d", new ArgumentException("why")).ToString());
    }

    [Fact]
    public void EqualParts_MakeEqualStatuses()
    {
        Assert.Equal(Status.DefaultSuccess, new Status(StatusCode.OK, ""));
        Assert.Equal(Status.DefaultCancelled, new Status(StatusCode.Cancelled, ""));
        Assert.NotEqual(Status.DefaultSuccess, new Status(StatusCode.OK, "fine"));
    }

    [Fact]
    public void RpcException_SaysItsStatus()
    {
        var status = new Status(StatusCode.NotFound, "gone", new ArgumentException("why"));

        var plain = new RpcException(status);
        Assert.Equal(status.ToString(), plain.Message);
        Assert.Equal(StatusCode.NotFound, plain.StatusCode);
        Assert.Same(status.DebugException, plain.InnerException);
        Assert.Empty(plain.Trailers);

        var trailers = new Metadata { { "a", "1" } };
        Assert.Same(trailers, new RpcException(status, trailers).Trailers);
        Assert.Equal("own words", new RpcException(status, "own words").Message);
        Assert.Equal("own words", new RpcException(status, trailers, "own words").Message);
        Assert.Throws<ArgumentNullException>(() => new RpcException(status, (Metadata)null!));
    }

    private static IEnumerable<string> Names<T>(int from, int count)
        where T : struct, Enum => Enumerable.Range(from, count).Select(number => Enum.ToObject(typeof(T), number).ToString()!);
}
