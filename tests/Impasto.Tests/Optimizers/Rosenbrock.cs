namespace Impasto.Tests.Optimizers;

/// <summary>The banana valley: minimum 0 at (1, 1).</summary>
internal sealed class Rosenbrock : ArrayObjective
{
    public override double Evaluate(float[] point, float[] gradient)
    {
        double x = point[0], y = point[1], bend = y - (x * x);
        gradient[0] = (float)((-400 * x * bend) - (2 * (1 - x)));
        gradient[1] = (float)(200 * bend);
        return (100 * bend * bend) + ((1 - x) * (1 - x));
    }
}
