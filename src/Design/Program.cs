namespace Market.Design;

internal static class Program
{
    private static void Main() => Console.WriteLine("Run ./dev migration NAME to add a migration for every provider.");
}
