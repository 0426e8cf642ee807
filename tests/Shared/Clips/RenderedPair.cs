using Impasto.Imaging;
using Impasto.Video.Flow;

namespace Impasto.Tests.Clips;

/// <summary>Two frames of a scene with the exact flow between them.</summary>
internal sealed class RenderedPair
{
    // Not 0, where no layer is interpolated.
    private const double Start = 1;

    /// <summary>Renders frames at times 1 and 1 + speed.</summary>
    public RenderedPair(LayeredScene scene, double speed)
    {
        (First, Second) = (scene.Frame(Start), scene.Frame(Start + speed));
        (Forward, Backward) = (scene.Flow(Start, Start + speed), scene.Flow(Start + speed, Start));
        (ForwardHidden, BackwardHidden) = (scene.Hidden(Start, Start + speed), scene.Hidden(Start + speed, Start));
    }

    public Picture First { get; }

    public Picture Second { get; }

    /// <summary>From the first frame to the second.</summary>
    public FlowField Forward { get; }

    /// <summary>From the second frame to the first.</summary>
    public FlowField Backward { get; }

    /// <summary>Pixels of the first frame that are not seen in the second.</summary>
    public bool[] ForwardHidden { get; }

    /// <summary>Pixels of the second frame that are not seen in the first.</summary>
    public bool[] BackwardHidden { get; }
}
