namespace Impasto.Tests.Networks.Files;

/// <summary>Habits of different years in writing the same state dict.</summary>
internal enum TorchStyle
{
    /// <summary>Since PyTorch 0.4: _rebuild_tensor_v2.</summary>
    Current,

    /// <summary>Before, as torchvision's VGG files are: _rebuild_tensor.</summary>
    First,

    /// <summary>The same from Python 2: short strings, and a dict that is built of a list of pairs.</summary>
    Python2,
}
