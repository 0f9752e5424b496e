namespace Grpc.Core;

/// <summary>Stands for a call being served, so that calls made for it share its deadline and cancellation.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
