namespace Grpc.Core;

/// <summary>The requests that a client streams.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Tells the server that no more requests follow. Needed once per call.</summary>
    Task CompleteAsync();
}
