using Impasto.Networks;
using TorchSharp;

namespace Impasto.Training;

/// <summary>What the student shall see: the features of a teacher at some layers.</summary>
internal interface ITeacher : IDisposable
{
    /// <summary>Channels of each layer that the teacher knows.</summary>
    IReadOnlyDictionary<LayerName, int> Channels { get; }

    /// <summary>Channels of VGG-19 that a layer's stand for; fewer than its own where it gives them in more than one way.</summary>
    int VggChannels(LayerName layer);

    /// <summary>Features of a batch, B x C x H x W for each layer up to the given one, for pictures B x 3 x H x W as RGB in 0 to 1.</summary>
    Dictionary<LayerName, torch.Tensor> Features(torch.Tensor pictures, LayerName until);

    /// <summary>The convolutions that make a layer, so that a student can begin as an excerpt of them; one for each part of the teacher that goes as deep.</summary>
    IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, torch.Tensor pictures);
}
