using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Training.Teachers;

/// <summary>Several teachers with different layers, as one.</summary>
/// <param name="parts">The teachers, now owned by this one; no layer may occur twice.</param>
internal sealed class CombinedTeacher(IReadOnlyList<ITeacher> parts) : ITeacher
{
    public IReadOnlyDictionary<LayerName, int> Channels { get; } =
        parts.SelectMany(part => part.Channels).ToDictionary(pair => pair.Key, pair => pair.Value);

    public int VggChannels(LayerName layer) => parts.First(part => part.Channels.ContainsKey(layer)).VggChannels(layer);

    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until) =>
        parts.SelectMany(part => part.Features(pictures, until)).ToDictionary(pair => pair.Key, pair => pair.Value);

    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures) =>
        [.. parts.SelectMany(part => part.Convolutions(layer, pictures))];

    public void Dispose()
    {
        foreach (ITeacher part in parts)
            part.Dispose();
    }
}
