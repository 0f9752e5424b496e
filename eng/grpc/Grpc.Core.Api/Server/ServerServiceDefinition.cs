using System.ComponentModel;

namespace Grpc.Core;

/// <summary>The methods of a service with their handlers, to be bound to a server.</summary>
public partial class ServerServiceDefinition
{
    private readonly Action<ServiceBinderBase>[] _methods;

    internal ServerServiceDefinition(IEnumerable<Action<ServiceBinderBase>> methods) => _methods = [.. methods];

    /// <summary>Starts a definition.</summary>
    public static Builder CreateBuilder() => new();

    /// <summary>Hands every method to a binder; only a server calls it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void BindService(ServiceBinderBase serviceBinder)
    {
        foreach (var add in _methods)
            add(serviceBinder);
    }
}
