using Impasto.Networks;
using TorchSharp;

namespace Impasto.Training;

/// <summary>Several teachers, each asked for its own layers.</summary>
internal sealed class CombinedTeacher(IReadOnlyList<ITeacher> parts) : ITeacher
{
    public IReadOnlyDictionary<LayerName, int> Channels { get; } =
        parts.SelectMany(part => part.Channels).ToDictionary(pair => pair.Key, pair => pair.Value);

    public int VggChannels(LayerName layer) => parts.First(part => part.Channels.ContainsKey(layer)).VggChannels(layer);

    public Dictionary<LayerName, torch.Tensor> Features(torch.Tensor pictures, LayerName until) =>
        parts.SelectMany(part => part.Features(pictures, until)).ToDictionary(pair => pair.Key, pair => pair.Value);

    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, torch.Tensor pictures) =>
        [.. parts.SelectMany(part => part.Convolutions(layer, pictures))];

    public void Dispose()
    {
        foreach (ITeacher part in parts)
            part.Dispose();
    }
}
