using static TorchSharp.torch;

namespace Impasto.Training.Checkpoints;

/// <summary>Visits every tensor of a training's state, to save it or to overwrite it with a saved one.</summary>
/// <remarks>Each part of the training lists its tensors once, so that saving and restoring can't differ.</remarks>
internal abstract class StateExchange
{
    /// <summary>Saves a tensor, or overwrites its values.</summary>
    /// <param name="name">Its name in the checkpoint.</param>
    /// <param name="tensor">The tensor.</param>
    public abstract void Visit(string name, Tensor tensor);

    /// <summary>Saves numbers, or overwrites them.</summary>
    /// <param name="name">Their name in the checkpoint.</param>
    /// <param name="values">The numbers, row by row.</param>
    /// <param name="columns">Numbers in a row.</param>
    public abstract void Visit(string name, float[] values, int columns);
}
