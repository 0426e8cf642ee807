using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Training.Teachers;

/// <summary>Gives the features that a student learns.</summary>
internal interface ITeacher : IDisposable
{
    /// <summary>Channels of each layer that the teacher has.</summary>
    IReadOnlyDictionary<LayerName, int> Channels { get; }

    /// <summary>
    /// The number of VGG-19's channels that a layer stands for; less than its own channels if it gives them in several
    /// ways.
    /// </summary>
    int VggChannels(LayerName layer);

    /// <summary>Features of a batch at each of the teacher's layers up to the given one, B x C x H x W each.</summary>
    /// <param name="pictures">B x 3 x H x W, RGB in 0 to 1.</param>
    /// <param name="until">The last layer.</param>
    Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until);

    /// <summary>
    /// The convolutions that make a layer, so that a student can begin as an excerpt of them; one for each part of the
    /// teacher that reaches the layer.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="pictures">B x 3 x H x W, RGB in 0 to 1.</param>
    IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures);
}
