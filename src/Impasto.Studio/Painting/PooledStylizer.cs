using Impasto.Networks.Weights;

namespace Impasto.Studio.Painting;

/// <summary>A stylizer of the pool.</summary>
/// <param name="Stylizer">The stylizer.</param>
/// <param name="Network">The network that it was made with.</param>
internal sealed record PooledStylizer(Stylizer Stylizer, LoadedNetwork Network);
