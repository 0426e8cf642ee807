namespace Impasto.Tests;

/// <summary>Choices by their names, for rows of a theory.</summary>
internal static class Named
{
    public static LossConvention Convention(string name) => LossConvention.All.Single(known => known.Name == name);

    public static StyleLoss Loss(string name) => StyleLoss.All.Single(known => known.Name == name);
}
