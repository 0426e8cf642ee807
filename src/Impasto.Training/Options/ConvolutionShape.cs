using Impasto.Networks;

namespace Impasto.Training;

/// <summary>One of a student's convolutions.</summary>
/// <param name="Layer">The layer that it makes.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
internal sealed record ConvolutionShape(LayerName Layer, int Inputs, int Outputs);
